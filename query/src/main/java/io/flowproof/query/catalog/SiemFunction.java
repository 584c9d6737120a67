package io.flowproof.query.catalog;

import java.util.List;

/**
 * A function that a SIEM's workspace has and that gives the rows of a table, fewer of them where
 * arguments say so.
 *
 * @param name what a rule calls it
 * @param table the rows without arguments
 * @param parameters what it takes, in order; all may be left out
 */
public record SiemFunction(String name, SiemTable table, List<Parameter> parameters) {

  /** A parameter: its name, and what its values are. */
  public record Parameter(String name, ColumnKind kind) {}
}
