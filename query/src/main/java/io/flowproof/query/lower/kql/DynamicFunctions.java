package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlType;
import java.util.List;

/** Functions of arrays and property bags, which are JSON text. */
final class DynamicFunctions {
  private DynamicFunctions() {}

  static List<ScalarFunction> all() {
    return List.of(
        new ScalarFunction(
            "array_length",
            "(array)",
            1,
            1,
            "Number of elements, or null when it is no array",
            c ->
                c.call(
                    KqlType.LONG,
                    "CASE WHEN json_type({0}) = 'ARRAY' THEN CAST(json_array_length({0}) AS BIGINT) END",
                    c.argument(0, KqlType.DYNAMIC))),
        new ScalarFunction(
            "strcat_array",
            "(array, delimiter)",
            2,
            2,
            "The elements as texts with a delimiter between",
            c ->
                c.call(
                    KqlType.STRING,
                    "coalesce(array_to_string(CAST({0} AS JSON) ->> '$[*]', {1}), '')",
                    c.argument(0, KqlType.DYNAMIC),
                    c.string(1))),
        new ScalarFunction(
            "pack_array", "(value, …)", 1, 64, "An array of the values", DynamicFunctions::array));
  }

  private static Scalar array(FunctionCall call) {
    Scalar[] parts = call.arguments().stream().map(call.conversions()::json).toArray(Scalar[]::new);
    StringBuilder template = new StringBuilder("concat('['");
    for (int i = 0; i < parts.length; i++) {
      template
          .append(i == 0 ? ", " : ", ',', ")
          .append("coalesce({")
          .append(i)
          .append("}, 'null')");
    }
    template.append(", ']')");
    return call.call(
        KqlType.DYNAMIC,
        "CASE WHEN length(%s) > %d THEN %s ELSE %s END"
            .formatted(template, TextFunctions.MOST_LETTERS, TextFunctions.TOO_LONG, template),
        parts);
  }
}
