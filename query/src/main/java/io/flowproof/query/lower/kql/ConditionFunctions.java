package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;

/** Functions that choose and test. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(choices(), tests()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> choices() {
    return List.of(
        choice("iff", "(if, then, else)", 3, 3, "then where the condition is true, else elsewhere"),
        choice("iif", "(if, then, else)", 3, 3, "The same as iff()"),
        choice(
            "case",
            "(if, then, …, else)",
            3,
            99,
            "The value after the first condition that is true, or else the last"),
        new ScalarFunction(
            "coalesce",
            "(value, …)",
            2,
            64,
            "The first value that is not null and not an empty text",
            ConditionFunctions::coalesce),
        new ScalarFunction(
            "not", "(bool)", 1, 1, "The contrary; null stays null", ConditionFunctions::not));
  }

  private static List<ScalarFunction> tests() {
    return List.of(
        new ScalarFunction(
            "isnull",
            "(value)",
            1,
            1,
            "Whether it is null; a string never is",
            c -> isNull(c, c.argument(0))),
        new ScalarFunction(
            "isnotnull",
            "(value)",
            1,
            1,
            "Whether it is not null; a string always is",
            c -> negated(c, isNull(c, c.argument(0)))),
        new ScalarFunction(
            "isempty",
            "(value)",
            1,
            1,
            "Whether it is null or an empty text",
            ConditionFunctions::isEmpty),
        new ScalarFunction(
            "isnotempty",
            "(value)",
            1,
            1,
            "Whether it is neither null nor an empty text",
            c -> negated(c, isEmpty(c))),
        new ScalarFunction(
            "notnull",
            "(value)",
            1,
            1,
            "The same as isnotnull()",
            c -> negated(c, isNull(c, c.argument(0)))),
        new ScalarFunction(
            "notempty", "(value)", 1, 1, "The same as isnotempty()", c -> negated(c, isEmpty(c))));
  }

  private static ScalarFunction choice(
      String name, String signature, int least, int most, String about) {
    return new ScalarFunction(name, signature, least, most, about, ConditionFunctions::choose);
  }

  private static Scalar choose(FunctionCall call) {
    if (call.count() % 2 == 0) {
      throw call.binder()
          .problem(
              ErrorCode.ARGUMENT,
              call.span(),
              call.name() + "() takes pairs of a condition and a value, and a last value");
    }
    List<Scalar> results = new ArrayList<>();
    for (int i = 1; i < call.count(); i += 2) {
      call.argument(i - 1, KqlType.BOOL);
      results.add(call.argument(i));
    }
    results.add(call.argument(call.count() - 1));
    KqlType type = ofResults(results);
    List<RexNode> arguments = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      boolean condition = i % 2 == 0 && i < call.count() - 1;
      arguments.add(
          condition
              ? call.argument(i, KqlType.BOOL).rex()
              : result(call, call.argument(i), type).rex());
    }
    return new Scalar(
        call.values().scalars().choose(Values.physical(type), arguments.toArray(RexNode[]::new)),
        type);
  }

  /** What the results are; beside values of one type a dynamic is read as that type. */
  private static KqlType ofResults(List<Scalar> results) {
    List<Scalar> typed = results.stream().filter(r -> r.type() != KqlType.DYNAMIC).toList();
    return typed.isEmpty() ? KqlType.DYNAMIC : Conversions.common(typed).orElse(KqlType.DYNAMIC);
  }

  private static Scalar result(FunctionCall call, Scalar value, KqlType type) {
    return value.type() == KqlType.DYNAMIC && type != KqlType.DYNAMIC
        ? call.conversions().to(type, value)
        : call.conversions().widened(value, type);
  }

  private static Scalar coalesce(FunctionCall call) {
    KqlType type =
        Conversions.common(call.arguments())
            .orElseThrow(
                () ->
                    call.binder()
                        .problem(
                            ErrorCode.TYPE_MISMATCH,
                            call.span(),
                            "The values of coalesce() have no common type"));
    Scalar[] wide =
        call.arguments().stream()
            .map(value -> call.conversions().widened(value, type))
            .toArray(Scalar[]::new);
    if (type != KqlType.STRING) {
      return call.call(type, "coalesce({*})", wide);
    }
    StringBuilder template = new StringBuilder("coalesce(");
    for (int i = 0; i < wide.length; i++) {
      template.append("nullif({").append(i).append("}, ''), ");
    }
    return call.call(type, template.append("'')").toString(), wide);
  }

  private static Scalar not(FunctionCall call) {
    return negated(call, call.argument(0, KqlType.BOOL));
  }

  private static Scalar negated(FunctionCall call, Scalar condition) {
    return call.values().bool(call.values().scalars().not(condition.rex()));
  }

  private static Scalar isNull(FunctionCall call, Scalar value) {
    return value.type() == KqlType.STRING
        ? call.values().constant(KqlType.BOOL, false)
        : call.values().bool(call.values().scalars().isNull(value.rex()));
  }

  private static Scalar isEmpty(FunctionCall call) {
    Scalar value = call.argument(0);
    return switch (value.type()) {
      case STRING ->
          call.values()
              .bool(call.values().scalars().equal(value.rex(), call.values().scalars().text("")));
      case DYNAMIC -> call.call(KqlType.BOOL, "(coalesce({0}, '\"\"') = '\"\"')", value);
      case BOOL, DATETIME, DECIMAL, GUID, INT, LONG, REAL, TIMESPAN -> isNull(call, value);
    };
  }
}
