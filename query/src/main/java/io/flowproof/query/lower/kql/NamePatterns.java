package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.Kql.NamePattern;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the columns that names with stars stand for. */
final class NamePatterns {
  private final Binder binder;

  NamePatterns(Binder binder) {
    this.binder = binder;
  }

  /**
   * The columns of one pattern, in their order; a plain name that is not there is reported.
   *
   * <p>A pattern with stars that nothing matches is none: the service accepts {@code project-away
   * exists*} and rules use it.
   */
  List<Field<KqlType>> matching(NamePattern pattern, Rows rows) {
    List<Field<KqlType>> found =
        rows.fields().stream().filter(field -> pattern.matches(field.name())).toList();
    if (found.isEmpty() && !pattern.hasStar() && !rows.excuses(pattern.text())) {
      binder.problem(
          ErrorCode.UNKNOWN_COLUMN,
          pattern.span(),
          "Unknown column '" + pattern.text() + "'",
          Suggestion.didYouMean(pattern.text(), rows.relation().names()));
    }
    return found;
  }

  /** The columns of all patterns, each once, in the order of the patterns. */
  Set<Field<KqlType>> all(List<NamePattern> patterns, Rows rows) {
    Set<Field<KqlType>> all = new LinkedHashSet<>();
    patterns.forEach(pattern -> all.addAll(matching(pattern, rows)));
    return all;
  }

  /** The rows with only the columns that are, or are not, among these; in their own order. */
  static Rows keep(Rows rows, Set<Field<KqlType>> among, boolean wanted) {
    List<Field<KqlType>> kept = new ArrayList<>(rows.fields());
    kept.removeIf(field -> among.contains(field) != wanted);
    return rows.with(rows.relation().withFields(kept));
  }
}
