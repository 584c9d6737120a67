package io.flowproof.query.lower.kql;

import io.flowproof.core.time.Ticks;
import io.flowproof.query.function.KqlFunctions;
import io.flowproof.query.kql.KqlTime;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Conversions between Kusto's types. What cannot be converted is null, and the empty text as a
 * string.
 */
final class Conversions {
  private static final String INTEGER_TEXT = "'\\s*[+-]?[0-9]+\\s*'";

  private final Values values;

  Conversions(Values values) {
    this.values = values;
  }

  /** {@code tostring()}. */
  Scalar text(Scalar value) {
    if (value.constant() != null
        && value.type() != KqlType.DYNAMIC
        && value.type() != KqlType.REAL) {
      return values.text(constantText(value));
    }
    return switch (value.type()) {
      case STRING -> value;
      case BOOL, INT, LONG ->
          values.call(KqlType.STRING, "TEXT", "coalesce(CAST({0} AS VARCHAR), '')", value);
      // The inner cast says to other engines than DuckDB what is to be written.
      case REAL, DECIMAL ->
          values.call(
              KqlType.STRING, "TEXT", "coalesce(CAST(CAST({0} AS DOUBLE) AS VARCHAR), '')", value);
      case GUID -> values.call(KqlType.STRING, "TEXT", "coalesce({0}, '')", value);
      case DATETIME -> values.call(KqlType.STRING, "DATETIME_TEXT", datetimeText(), value);
      case TIMESPAN ->
          values.call(
              KqlType.STRING,
              "TIMESPAN_TEXT",
              "coalesce(" + KqlFunctions.TIMESPAN_TEXT + "({0}), '')",
              value);
      case DYNAMIC ->
          values.call(
              KqlType.STRING, "JSON_TEXT", "coalesce(CAST({0} AS JSON) ->> '$', '')", value);
    };
  }

  private static String constantText(Scalar value) {
    Object constant = Objects.requireNonNull(value.constant());
    return switch (value.type()) {
      case DATETIME -> KqlTime.datetimeText((Long) constant);
      case TIMESPAN -> KqlTime.timespanText((Long) constant);
      case BOOL, INT, LONG, REAL, DECIMAL, STRING, GUID, DYNAMIC -> constant.toString();
    };
  }

  private static String datetimeText() {
    return "coalesce(strftime(make_timestamp(({0} - "
        + Ticks.UNIX_EPOCH
        + ") // 10), '%Y-%m-%dT%H:%M:%S.') || lpad(CAST({0} % 10000000 AS VARCHAR), 7, '0') || 'Z'"
        + ", '')";
  }

  /** The conversion functions {@code toint()}, {@code todatetime()} and their kin. */
  Scalar to(KqlType type, Scalar value) {
    if (value.type() == type) {
      return value;
    }
    return switch (type) {
      case STRING -> text(value);
      case INT -> integer(KqlType.INT, "INTEGER", value);
      case LONG -> integer(KqlType.LONG, "BIGINT", value);
      case REAL, DECIMAL -> real(value);
      case BOOL -> bool(value);
      case DATETIME -> ticks(KqlType.DATETIME, KqlFunctions.DATETIME, value);
      case TIMESPAN -> ticks(KqlType.TIMESPAN, KqlFunctions.TIMESPAN, value);
      case GUID -> guid(value);
      case DYNAMIC -> json(value);
    };
  }

  private Scalar integer(KqlType type, String sql, Scalar value) {
    return switch (value.type()) {
      case REAL, DECIMAL ->
          values.call(type, "INTEGER", "TRY_CAST(trunc({0}) AS " + sql + ")", value);
      case STRING, GUID ->
          values.call(
              type,
              "INTEGER",
              "TRY_CAST(CASE WHEN regexp_full_match({0}, "
                  + INTEGER_TEXT
                  + ") THEN {0}"
                  + " WHEN regexp_full_match({0}, '0[xX][0-9a-fA-F]{1,15}')"
                  + " THEN CAST(TRY_CAST({0} AS BIGINT) AS VARCHAR) END AS "
                  + sql
                  + ")",
              value);
      case DYNAMIC ->
          values.call(
              type,
              "INTEGER",
              "TRY_CAST(trunc(TRY_CAST({0} AS DECIMAL(38, 10))) AS " + sql + ")",
              text(value));
      case INT, LONG, BOOL, DATETIME, TIMESPAN ->
          values.call(type, "INTEGER", "TRY_CAST({0} AS " + sql + ")", value);
    };
  }

  private Scalar real(Scalar value) {
    Scalar from = value.type() == KqlType.DYNAMIC ? text(value) : value;
    return values.call(KqlType.REAL, "REAL", "TRY_CAST({0} AS DOUBLE)", from);
  }

  private Scalar bool(Scalar value) {
    if (value.isNumber()) {
      return values.call(KqlType.BOOL, "BOOL", "({0} <> 0)", value);
    }
    return values.call(
        KqlType.BOOL,
        "BOOL",
        "CASE WHEN lower({0}) IN ('true', '1') THEN true"
            + " WHEN lower({0}) IN ('false', '0') THEN false END",
        text(value));
  }

  private Scalar ticks(KqlType type, String function, Scalar value) {
    if (value.constant() instanceof String literal && value.type() == KqlType.STRING) {
      return values.constant(
          type, type == KqlType.DATETIME ? KqlTime.datetime(literal) : KqlTime.timespan(literal));
    }
    if (value.isInteger()) {
      return values.call(type, "TICKS", "CAST({0} AS BIGINT)", value);
    }
    return values.named(type, function, text(value));
  }

  private Scalar guid(Scalar value) {
    return values.call(KqlType.GUID, "GUID", "CAST(TRY_CAST({0} AS UUID) AS VARCHAR)", text(value));
  }

  /** A value as JSON; null stays null. */
  Scalar json(Scalar value) {
    return switch (value.type()) {
      case DYNAMIC -> value;
      case DATETIME, TIMESPAN ->
          values.call(
              KqlType.DYNAMIC,
              "JSON",
              "CASE WHEN {0} IS NOT NULL THEN CAST(to_json({1}) AS VARCHAR) END",
              value,
              text(value));
      case BOOL, INT, LONG, REAL, DECIMAL, STRING, GUID ->
          values.call(KqlType.DYNAMIC, "JSON", "CAST(to_json({0}) AS VARCHAR)", value);
    };
  }

  /** {@code parse_json()}: JSON text as it is, any other text as a JSON string. */
  Scalar parsedJson(Scalar text) {
    return values.call(
        KqlType.DYNAMIC,
        "PARSE_JSON",
        "CASE WHEN {0} = '' THEN NULL WHEN json_valid({0}) THEN CAST(json({0}) AS VARCHAR)"
            + " ELSE CAST(to_json({0}) AS VARCHAR) END",
        text);
  }

  /** An integer as a wider number, anything as a dynamic; else the value must be of the type. */
  Scalar widened(Scalar value, KqlType type) {
    if (value.type() == type) {
      return value;
    }
    if (type == KqlType.DYNAMIC) {
      return json(value);
    }
    if (value.constant() instanceof Number number) {
      Object wide = type == KqlType.REAL ? (Object) number.doubleValue() : number.longValue();
      return values.constant(type, wide);
    }
    return new Scalar(
        values.scalars().call(Values.physical(type), SqlStdOperatorTable.CAST, value.rex()), type);
  }

  /** The type that all values can be widened to: for numbers the widest one. */
  static Optional<KqlType> common(List<Scalar> values) {
    if (values.stream().allMatch(value -> value.type() == values.getFirst().type())) {
      return Optional.of(values.getFirst().type());
    }
    if (!values.stream().allMatch(Scalar::isNumber)) {
      return Optional.empty();
    }
    boolean real = values.stream().anyMatch(value -> value.type() == KqlType.REAL);
    return Optional.of(real ? KqlType.REAL : KqlType.LONG);
  }
}
