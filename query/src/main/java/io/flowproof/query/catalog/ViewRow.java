package io.flowproof.query.catalog;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.time.Ticks;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import java.time.Instant;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/** One stored record, from which the columns of a SIEM's table are made. */
public final class ViewRow {
  private final RelNode scan;
  private final RexBuilder rex;
  private final Scalars scalars;
  private final long now;

  ViewRow(RelNode scan, RexBuilder rex, Instant now) {
    this.scan = scan;
    this.now = Ticks.of(now);
    this.rex = rex;
    this.scalars = new Scalars(rex);
  }

  /** To build expressions with. */
  public Scalars scalars() {
    return scalars;
  }

  /** The run's clock, in ticks. */
  public long now() {
    return now;
  }

  /** The field's value; null where the format lacks it or the record has {@code -}. */
  public RexNode value(FlowLogField field) {
    return column(field.columnName());
  }

  /** A stored column; one that this record's table does not have is a null text. */
  public RexNode column(String name) {
    RelDataTypeField field = scan.getRowType().getField(name, true, false);
    return field == null ? scalars.nullOf(Types.TEXT) : rex.makeInputRef(scan, field.getIndex());
  }

  /** Whether this record's table has that column. */
  boolean hasColumn(String name) {
    return scan.getRowType().getField(name, true, false) != null;
  }

  /** True where the record's log format has the field; never null. */
  public RexNode has(FlowLogField field) {
    EngineFunction bit =
        new EngineFunction(
            "HAS", Types.BOOLEAN, "({0} & " + FlowTables.presenceBit(field) + ") <> 0");
    return scalars.call(bit, column(FlowTables.FIELDS_PRESENT));
  }

  /**
   * Text as it was delivered: {@code -} stays, and a field that the format lacks is {@code
   * missing}.
   */
  public RexNode delivered(FlowLogField field, RexNode missing) {
    RexNode value = value(field);
    RexNode text =
        value.getType().getSqlTypeName() == Types.TEXT.getSqlTypeName()
            ? value
            : scalars.cast(value, Types.TEXT);
    // The engine leaves out what follows where a column has no null.
    return scalars.coalesce(
        Types.TEXT, text, scalars.choose(Types.TEXT, has(field), scalars.text("-"), missing));
  }

  /** Ticks of a time field. */
  public RexNode ticks(FlowLogField field) {
    return scalars.ticks(value(field));
  }

  /** Seconds since 1970 of a time field. */
  public RexNode epochSeconds(FlowLogField field) {
    return scalars.epochSeconds(value(field));
  }
}
