package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlType;
import java.util.UUID;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Makes values of Kusto's types from expressions and constants. */
final class Values {
  private final Scalars scalars;

  Values(Scalars scalars) {
    this.scalars = scalars;
  }

  Scalars scalars() {
    return scalars;
  }

  /** How the plan holds values of a type. */
  static RelDataType physical(KqlType type) {
    return switch (type) {
      case BOOL -> Types.BOOLEAN;
      case INT -> Types.INT;
      case LONG, DATETIME, TIMESPAN -> Types.LONG;
      case REAL, DECIMAL -> Types.DOUBLE;
      case STRING, GUID, DYNAMIC -> Types.TEXT;
    };
  }

  /** A constant; null is the type's null, and the empty text for a string. */
  Scalar constant(KqlType type, @Nullable Object value) {
    if (value == null) {
      return type == KqlType.STRING ? text("") : new Scalar(scalars.nullOf(physical(type)), type);
    }
    RexNode rex =
        switch (value) {
          case Boolean flag -> scalars.bool(flag);
          case Integer number -> scalars.number32(number);
          case Long number -> scalars.number(number);
          case Double number -> scalars.real(number);
          case Object other -> scalars.text(other.toString());
        };
    Object known = value instanceof UUID uuid ? uuid.toString() : value;
    return new Scalar(rex, type, known);
  }

  Scalar text(String value) {
    return new Scalar(scalars.text(value), KqlType.STRING, value);
  }

  Scalar number(long value) {
    return new Scalar(scalars.number(value), KqlType.LONG, value);
  }

  Scalar bool(RexNode rex) {
    return new Scalar(rex, KqlType.BOOL);
  }

  /** A call of the engine by a template (see {@link EngineFunction}). */
  Scalar call(KqlType type, String name, String template, Scalar... arguments) {
    RexNode[] rex = new RexNode[arguments.length];
    for (int i = 0; i < rex.length; i++) {
      rex[i] = arguments[i].rex();
    }
    return new Scalar(scalars.call(new EngineFunction(name, physical(type), template), rex), type);
  }

  /** A call of a function of the engine by its own name, which is in lower case. */
  Scalar named(KqlType type, String name, Scalar... arguments) {
    return call(type, name, name + "({*})", arguments);
  }

  /** The same value seen as another type of the same physical form. */
  static Scalar as(KqlType type, Scalar value) {
    return new Scalar(value.rex(), type, value.constant());
  }
}
