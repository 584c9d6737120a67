package io.flowproof.detection.pack.lint;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;

/**
 * Something about a rule that a check does not let pass.
 *
 * @param check name of the check, stable, in kebab case
 * @param rule name of the rule
 * @param source the text at fault, or one with the rule's path and no content
 * @param span where in it
 * @param message one sentence without a full stop
 */
public record LintFinding(String check, String rule, SourceText source, Span span, String message) {

  /** {@code path:line:column: check: message}. */
  public String render() {
    SourceText.Position position = source.position(span.start());
    return "%s:%d:%d: %s: %s"
        .formatted(source.name(), position.line(), position.column(), check, message);
  }
}
