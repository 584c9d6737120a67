package io.flowproof.detection.proof;

import io.flowproof.query.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Level 1: the texts parse and bind, the fields that the rule needs exist, its techniques exist.
 *
 * @param outcome whether it is valid
 * @param problems what is wrong with the texts
 * @param formats the log formats that hold all fields the rule needs, such as {@code version 2}
 * @param techniques what became of its technique ids
 */
public record Validity(
    Outcome outcome,
    List<TextProblem> problems,
    List<String> formats,
    List<TechniqueCheck> techniques) {
  /** Copies the lists. */
  public Validity {
    problems = List.copyOf(problems);
    formats = List.copyOf(formats);
    techniques = List.copyOf(techniques);
  }

  /**
   * A problem of a text.
   *
   * @param language of the text
   * @param line from 1
   * @param column from 1, in code points
   * @param code such as {@code UNKNOWN_COLUMN}
   * @param message what is wrong and what would be right
   * @param rendered the same with the line of the text and carets under the place
   */
  public record TextProblem(
      Language language, int line, int column, String code, String message, String rendered) {}

  /**
   * A technique id against the pinned version of ATT&amp;CK.
   *
   * @param id as the rule has it
   * @param name of the technique, or null where there is none of that id
   * @param problem why the id cannot stand, or null when it can
   * @param next its id in the next version, where that differs, or null
   */
  public record TechniqueCheck(
      String id, @Nullable String name, @Nullable String problem, @Nullable String next) {}
}
