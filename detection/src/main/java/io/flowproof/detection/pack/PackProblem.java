package io.flowproof.detection.pack;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.SourceText;

/**
 * Something wrong with a file of a pack, and where.
 *
 * @param source the file, named by its path
 * @param diagnostic what is wrong at which place of it
 */
public record PackProblem(SourceText source, Diagnostic diagnostic) {

  /** As a person sees it: {@code path:line:column: CODE: text}, the line, and carets. */
  public String render() {
    return diagnostic.render(source);
  }
}
