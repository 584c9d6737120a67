package io.flowproof.query.algebra;

import io.flowproof.core.time.Ticks;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that both languages build, with SQL's three-valued logic. What a language means by
 * its own operators (nulls, case, types) is the lowering's business.
 */
public final class Scalars {
  static final EngineFunction TICKS =
      new EngineFunction("TICKS", Types.LONG, "(epoch_us({0}) * 10 + " + Ticks.UNIX_EPOCH + ")")
          .total();

  static final EngineFunction EPOCH = EngineFunction.named("epoch", Types.DOUBLE).total();

  /** As SQL writes it: a fraction only where there is one. */
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RexBuilder rex;

  /** Over the builder of one {@link Algebra}. */
  public Scalars(RexBuilder rex) {
    this.rex = rex;
  }

  /** A text literal. */
  public RexLiteral text(String value) {
    return (RexLiteral) rex.makeLiteral(value, Types.TEXT, false);
  }

  /** A 64-bit literal. */
  public RexLiteral number(long value) {
    return rex.makeExactLiteral(BigDecimal.valueOf(value), Types.LONG);
  }

  /** A 32-bit literal. */
  public RexLiteral number32(int value) {
    return rex.makeExactLiteral(BigDecimal.valueOf(value), Types.INT);
  }

  /** A double literal; NaN and the infinities as well. */
  public RexNode real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      String name = Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
      return call(new EngineFunction(name, Types.DOUBLE, "CAST('" + name + "' AS DOUBLE)"));
    }
    return rex.makeApproxLiteral(BigDecimal.valueOf(value), Types.DOUBLE);
  }

  /** A stored timestamp's value, to the microsecond, to compare stored timestamps with. */
  public RexNode timestamp(Instant value) {
    // Calcite's own literals are cut to milliseconds.
    String literal = "TIMESTAMP '" + TIMESTAMP.format(value) + "'";
    return call(new EngineFunction(literal, Types.TIMESTAMP, literal));
  }

  /** The value of what {@link #timestamp} made; null for anything else. */
  static @Nullable Instant timestampOf(RexNode expression) {
    if (expression instanceof RexCall call
        && call.getOperands().isEmpty()
        && call.getOperator() instanceof EngineFunction function
        && function.getName().startsWith("TIMESTAMP '")) {
      String text = function.getName();
      return TIMESTAMP.parse(text.substring(11, text.length() - 1), Instant::from);
    }
    return null;
  }

  /** True or false. */
  public RexLiteral bool(boolean value) {
    return rex.makeLiteral(value);
  }

  /** A value as engines hand it out, as a literal; timestamps to the millisecond. */
  public RexLiteral literal(@Nullable Object value, RelDataType type) {
    if (value == null) {
      return nullOf(type);
    }
    return switch (type.getSqlTypeName()) {
      case VARCHAR -> text((String) value);
      case INTEGER -> number32(((Number) value).intValue());
      case BIGINT -> number(((Number) value).longValue());
      case BOOLEAN -> bool((Boolean) value);
      case DOUBLE ->
          rex.makeApproxLiteral(BigDecimal.valueOf(((Number) value).doubleValue()), type);
      case TIMESTAMP ->
          rex.makeTimestampLiteral(
              TimestampString.fromMillisSinceEpoch(((Instant) value).toEpochMilli()), 3);
      default -> throw new IllegalArgumentException("No literal of " + type);
    };
  }

  /** Null of a type. */
  public RexLiteral nullOf(RelDataType type) {
    return rex.makeNullLiteral(type);
  }

  /** Ticks of a stored timestamp. */
  public RexNode ticks(RexNode timestamp) {
    return call(TICKS, timestamp);
  }

  /** Seconds since 1970 of a stored timestamp. */
  public RexNode epochSeconds(RexNode timestamp) {
    return call(EPOCH, timestamp);
  }

  /** A call whose type the operator infers. */
  public RexNode call(SqlOperator operator, RexNode... arguments) {
    return rex.makeCall(operator, List.of(arguments));
  }

  /** A call of a given type, always nullable. */
  public RexNode call(RelDataType type, SqlOperator operator, RexNode... arguments) {
    return rex.makeCall(type, operator, List.of(arguments));
  }

  /** True when all are; one operand stays as it is, none is true. */
  public RexNode and(List<RexNode> conditions) {
    return chain(SqlStdOperatorTable.AND, conditions, true);
  }

  /** {@link #and(List)}. */
  public RexNode and(RexNode... conditions) {
    return and(List.of(conditions));
  }

  /** True when one is; one operand stays as it is, none is false. */
  public RexNode or(List<RexNode> conditions) {
    return chain(SqlStdOperatorTable.OR, conditions, false);
  }

  /** {@link #or(List)}. */
  public RexNode or(RexNode... conditions) {
    return or(List.of(conditions));
  }

  /** Negation; null stays null. */
  public RexNode not(RexNode condition) {
    return call(SqlStdOperatorTable.NOT, condition);
  }

  /** Equality; null when a side is. */
  public RexNode equal(RexNode left, RexNode right) {
    return call(SqlStdOperatorTable.EQUALS, left, right);
  }

  /** True for null, never null. */
  public RexNode isNull(RexNode value) {
    return call(SqlStdOperatorTable.IS_NULL, value);
  }

  /** True for a value, never null. */
  public RexNode isNotNull(RexNode value) {
    return call(SqlStdOperatorTable.IS_NOT_NULL, value);
  }

  /** True only for true, never null. */
  public RexNode isTrue(RexNode condition) {
    return call(SqlStdOperatorTable.IS_TRUE, condition);
  }

  /** The first value that is not null. */
  public RexNode coalesce(RelDataType type, RexNode... values) {
    return call(type, COALESCE, values);
  }

  /** {@code CASE WHEN c1 THEN v1 … ELSE last END}: arguments in this order. */
  public RexNode choose(RelDataType type, RexNode... arguments) {
    return call(type, SqlStdOperatorTable.CASE, arguments);
  }

  /** A list of values, in their order. */
  public RexNode list(RelDataType type, List<? extends RexNode> elements) {
    String places =
        IntStream.range(0, elements.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(", ", "[", "]"));
    return rex.makeCall(type, new EngineFunction("LIST_OF", type, places), List.copyOf(elements));
  }

  /** A conversion that is null where it cannot be done. */
  public RexNode tryCast(RexNode value, RelDataType type) {
    String name =
        switch (type.getSqlTypeName()) {
          case BIGINT -> "BIGINT";
          case INTEGER -> "INTEGER";
          case DOUBLE -> "DOUBLE";
          case BOOLEAN -> "BOOLEAN";
          case VARCHAR -> "VARCHAR";
          default -> throw new IllegalArgumentException("No conversion to " + type);
        };
    return call(
        new EngineFunction("TRY_CAST " + name, type, "TRY_CAST({0} AS " + name + ")"), value);
  }

  /** A conversion that cannot fail, or ends the query where it does. */
  public RexNode cast(RexNode value, RelDataType type) {
    return rex.makeAbstractCast(type, value, false);
  }

  static final EngineFunction COALESCE =
      new EngineFunction("COALESCE", Types.TEXT, "coalesce({*})");

  private RexNode chain(SqlOperator operator, List<RexNode> conditions, boolean empty) {
    List<RexNode> flat = new ArrayList<>();
    for (RexNode condition : conditions) {
      // Calcite wants chains flat: no AND right inside an AND.
      if (condition instanceof RexCall call && call.getOperator().equals(operator)) {
        flat.addAll(call.getOperands());
      } else {
        flat.add(condition);
      }
    }
    if (flat.isEmpty()) {
      return bool(empty);
    }
    return flat.size() == 1 ? flat.get(0) : rex.makeCall(Types.BOOLEAN, operator, flat);
  }
}
