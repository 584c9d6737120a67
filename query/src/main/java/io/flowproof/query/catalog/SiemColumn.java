package io.flowproof.query.catalog;

import java.util.function.Function;
import org.apache.calcite.rex.RexNode;

/**
 * A column of a SIEM's table: its name there, and how it comes from a stored record.
 *
 * @param name the name in the SIEM, case-sensitive
 * @param kind the values
 * @param expression the column over one record
 * @param from what it is made of, as documentation shows it, with the page or part that says so
 */
public record SiemColumn(
    String name, ColumnKind kind, Function<ViewRow, RexNode> expression, String from) {}
