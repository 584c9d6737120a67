package io.flowproof.query.lower.spl;

import io.flowproof.query.ValueType;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.ColumnKind;
import org.apache.calcite.rel.type.RelDataType;

/**
 * What is known of a field's values before the search runs. SPL's own values are dynamic: a text
 * that looks like a number is compared as one, whatever its type here.
 */
enum SplType {
  /** Text, which may look like a number; a missing value is null. */
  TEXT(Types.TEXT, ValueType.TEXT),
  /** A number without a fraction. */
  INTEGER(Types.LONG, ValueType.INTEGER),
  /** A double. */
  NUMBER(Types.DOUBLE, ValueType.SPL_NUMBER),
  /** True or false; no field can hold it. */
  BOOLEAN(Types.BOOLEAN, ValueType.BOOLEAN),
  /** Several texts. */
  MULTIVALUE(Types.TEXT_LIST, ValueType.MULTIVALUE);

  private final RelDataType physical;
  private final ValueType shown;

  SplType(RelDataType physical, ValueType shown) {
    this.physical = physical;
    this.shown = shown;
  }

  /** How the plan holds it. */
  RelDataType physical() {
    return physical;
  }

  /** How a field of that name is shown: {@code _time} is a time wherever it stands. */
  ValueType shown(String field) {
    return isNumeric() && field.equals("_time") ? ValueType.EPOCH_SECONDS : shown;
  }

  /** Whether values are numbers by type. */
  boolean isNumeric() {
    return this == INTEGER || this == NUMBER;
  }

  /** What the columns of a table are. */
  static SplType of(ColumnKind kind) {
    return switch (kind) {
      case TEXT, DYNAMIC -> TEXT;
      case INT, LONG, DATETIME -> INTEGER;
      case REAL, EPOCH_SECONDS -> NUMBER;
      case BOOL -> BOOLEAN;
    };
  }
}
