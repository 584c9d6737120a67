package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.JsonFunctions;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** JSON functions of eval ("JSON functions", Search Reference); arrays and objects are texts. */
final class JsonFunctionCalls {
  private JsonFunctionCalls() {}

  static List<EvalFunction> all() {
    List<EvalFunction> all = new ArrayList<>(ofTexts());
    all.addAll(others());
    return all;
  }

  private static List<EvalFunction> ofTexts() {
    return List.of(
        function("json", 1, 1, "The text when it is JSON, else null"),
        function("json_object", 0, EvalFunction.ANY, "An object of names and values"),
        function("json_array", 0, EvalFunction.ANY, "An array of values"),
        function(
            "json_extract",
            1,
            EvalFunction.ANY,
            "The value at a path such as a.b{0}; of several paths an array"),
        function(
            "json_extract_exact", 1, EvalFunction.ANY, "The value of a name that may hold dots"),
        function("json_keys", 1, 1, "The names of an object, as an array"),
        function("json_entries", 1, 1, "An array of objects with key and value"),
        function("json_set", 3, EvalFunction.ANY, "With values put at paths"),
        function("json_set_exact", 3, EvalFunction.ANY, "With values put at names"),
        function("json_append", 3, EvalFunction.ANY, "With values added to the arrays at paths"),
        function(
            "json_extend", 3, EvalFunction.ANY, "With arrays' values added to the arrays at paths"),
        function("json_delete", 2, EvalFunction.ANY, "Without what is at the paths"));
  }

  private static List<EvalFunction> others() {
    return List.of(
        new EvalFunction(
            "json_valid",
            1,
            1,
            "Whether a text is JSON",
            a ->
                a.scalars()
                    .bool(
                        a.sql()
                            .call(
                                new EngineFunction("JSON_VALID", Types.BOOLEAN, "json_valid({0})"),
                                a.text(0)))),
        new EvalFunction(
            "json_array_to_mv",
            1,
            2,
            "The elements of an array as several values",
            a -> new Value(Multivalue.ofJson(call(a, 1), a.context()), SplType.MULTIVALUE)),
        new EvalFunction(
            "mv_to_json_array",
            1,
            2,
            "Several values as an array; with true(), numbers as numbers",
            a -> new Value(call(a, a.count()), SplType.TEXT)),
        new EvalFunction(
            "spath",
            2,
            2,
            "The values at a path of a JSON text",
            a ->
                new Value(
                    Multivalue.ofJson(
                        a.sql().call(JsonFunctions.SPATH, a.text(0), a.text(1)), a.context()),
                    SplType.MULTIVALUE)));
  }

  private static EvalFunction function(String name, int least, int most, String about) {
    return new EvalFunction(
        name, least, most, about, a -> new Value(call(a, a.count()), SplType.TEXT));
  }

  private static RexNode call(Arguments arguments, int count) {
    String operation = arguments.call().function().toLowerCase(java.util.Locale.ROOT);
    return arguments
        .sql()
        .call(
            JsonFunctions.JSON,
            arguments.sql().text(operation.replaceFirst("^json_", "")),
            array(arguments, 0, count, false));
  }

  /** The arguments from a place on as a JSON array of texts. */
  static RexNode texts(Arguments arguments, int from) {
    return array(arguments, from, arguments.count(), true);
  }

  private static RexNode array(Arguments arguments, int from, int to, boolean asTexts) {
    List<RexNode> parts = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Value value = arguments.any(i);
      boolean isNumber = value.type().isNumeric() && !asTexts;
      boolean asItIs =
          !asTexts && (value.type() == SplType.BOOLEAN || value.type() == SplType.MULTIVALUE);
      String place = "{" + (i - from) + "}";
      places.add(isNumber ? "TRY_CAST(" + place + " AS JSON)" : place);
      parts.add(asItIs ? value.rex() : arguments.scalars().toText(value));
    }
    EngineFunction array =
        new EngineFunction(
            "JSON_ARRAY",
            Types.TEXT,
            "CAST(json_array(" + String.join(", ", places) + ") AS VARCHAR)");
    return arguments.sql().call(array, parts.toArray(RexNode[]::new));
  }
}
