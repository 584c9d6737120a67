package io.flowproof.query;

import io.flowproof.core.source.Span;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/**
 * Rows that a search writes when it has run: into a lookup, or into a summary index. Whoever runs
 * the search decides whether and where.
 *
 * @param span the place in the search
 * @param target what is written
 * @param name the lookup's file or the index; never a path
 * @param mode what happens to rows that are there
 * @param writesEmpty whether no rows at all make an empty file
 * @param fields the names of the columns, all of them texts
 * @param rows the plan of the rows
 */
public record TableWrite(
    Span span,
    Target target,
    String name,
    Mode mode,
    boolean writesEmpty,
    List<String> fields,
    RelNode rows) {
  /** What is written. */
  public enum Target {
    /** A lookup's CSV file. */
    LOOKUP,
    /** A summary index. */
    SUMMARY_INDEX
  }

  /** What happens to rows that are there. */
  public enum Mode {
    /** They go. */
    REPLACE,
    /** They stay, and the new ones follow. */
    APPEND
  }

  /** Copies the list. */
  public TableWrite {
    fields = List.copyOf(fields);
  }
}
