package io.flowproof.query.catalog;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A column of a SIEM's table: its name there, and how it comes from a stored record.
 *
 * @param name the name in the SIEM, case-sensitive
 * @param kind the values
 * @param expression the column over one record
 * @param addressKey for the text of an address: the same address as an unsigned 32-bit number, null
 *     where it is no IPv4 address; null for all other columns
 * @param from what it is made of, as documentation shows it, with the page or part that says so
 */
public record SiemColumn(
    String name,
    ColumnKind kind,
    Function<ViewRow, RexNode> expression,
    @Nullable Function<ViewRow, RexNode> addressKey,
    String from) {

  /** A column that is no address. */
  public SiemColumn(
      String name, ColumnKind kind, Function<ViewRow, RexNode> expression, String from) {
    this(name, kind, expression, null, from);
  }

  /** A text; where the field is an address that has a number, with its key. */
  static SiemColumn text(
      String name, FlowLogField field, Function<ViewRow, RexNode> expression, String from) {
    return new SiemColumn(
        name,
        ColumnKind.TEXT,
        expression,
        switch (field) {
          case SRCADDR -> row -> row.column(FlowTables.SRCADDR_IPV4);
          case DSTADDR -> row -> row.column(FlowTables.DSTADDR_IPV4);
          default -> null;
        },
        from);
  }
}
