package io.flowproof.query.lower.spl;

import io.flowproof.core.address.Network;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.AddressFunctions;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Comparison, conditional and informational functions. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  static List<EvalFunction> all() {
    return Stream.of(choosing(), informing()).flatMap(List::stream).toList();
  }

  private static List<EvalFunction> choosing() {
    return List.of(
        new EvalFunction(
            "if",
            3,
            3,
            "The second argument where the first is true, else the third",
            a -> choose(a, List.of(0), List.of(1), 2)),
        new EvalFunction(
            "case",
            2,
            EvalFunction.ANY,
            "The value after the first condition that is true, else null",
            ConditionFunctions::cases),
        new EvalFunction(
            "coalesce",
            1,
            EvalFunction.ANY,
            "The first value that is not null",
            ConditionFunctions::coalesce),
        new EvalFunction(
            "nullif",
            2,
            2,
            "Null where both are equal, else the first",
            ConditionFunctions::nullIf),
        new EvalFunction(
            "in",
            2,
            EvalFunction.ANY,
            "Whether the first equals one of the others",
            ConditionFunctions::in),
        new EvalFunction(
            "cidrmatch",
            2,
            2,
            "Whether an address lies in a network",
            ConditionFunctions::cidrMatch));
  }

  private static List<EvalFunction> informing() {
    return List.of(
        new EvalFunction(
            "isnull",
            1,
            1,
            "Whether there is no value",
            a -> bool(a, a.sql().isNull(a.any(0).rex()))),
        new EvalFunction(
            "isnotnull",
            1,
            1,
            "Whether there is a value",
            a -> bool(a, a.sql().isNotNull(a.any(0).rex()))),
        new EvalFunction(
            "isnum",
            1,
            1,
            "Whether the value is a number or looks like one",
            a -> bool(a, a.sql().isNotNull(a.number(0)))),
        new EvalFunction(
            "isint", 1, 1, "Whether the value is a whole number", ConditionFunctions::isInt),
        new EvalFunction(
            "isstr",
            1,
            1,
            "Whether the value is text that does not look like a number",
            ConditionFunctions::isStr),
        new EvalFunction(
            "isbool",
            1,
            1,
            "Whether the value is true or false",
            a -> bool(a, a.sql().bool(a.any(0).type() == SplType.BOOLEAN))),
        new EvalFunction(
            "typeof",
            1,
            1,
            "Number, String, Boolean, or Invalid for no value",
            ConditionFunctions::typeOf),
        new EvalFunction("null", 0, 0, "Null", a -> a.scalars().missing()),
        new EvalFunction("true", 0, 0, "True", a -> bool(a, a.sql().bool(true))),
        new EvalFunction("false", 0, 0, "False", a -> bool(a, a.sql().bool(false))),
        new EvalFunction(
            "validate",
            2,
            EvalFunction.ANY,
            "The value after the first condition that is false, else null",
            ConditionFunctions::validate));
  }

  private static Value bool(Arguments arguments, RexNode condition) {
    return arguments.scalars().bool(condition);
  }

  private static Value cases(Arguments arguments) {
    return pairs(arguments, false);
  }

  private static Value validate(Arguments arguments) {
    return pairs(arguments, true);
  }

  private static Value pairs(Arguments arguments, boolean negated) {
    if (arguments.count() % 2 != 0) {
      return arguments
          .context()
          .error(
              io.flowproof.core.source.ErrorCode.ARGUMENT,
              arguments.call().span(),
              "'" + arguments.call().function() + "' takes pairs of a condition and a value",
              "end with: true(), value");
    }
    List<Value> values = new ArrayList<>();
    List<RexNode> conditions = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i += 2) {
      RexNode condition = arguments.condition(i);
      conditions.add(negated ? arguments.sql().not(condition) : condition);
      values.add(arguments.any(i + 1));
    }
    return choose(arguments, conditions, values, null);
  }

  private static Value choose(
      Arguments arguments, List<Integer> conditions, List<Integer> values, int otherwise) {
    return choose(
        arguments,
        conditions.stream().map(arguments::condition).toList(),
        values.stream().map(arguments::any).toList(),
        arguments.any(otherwise));
  }

  private static Value choose(
      Arguments arguments,
      List<RexNode> conditions,
      List<Value> values,
      @Nullable Value otherwise) {
    List<Value> all = new ArrayList<>(values);
    if (otherwise != null) {
      all.add(otherwise);
    }
    SplType type = common(arguments, all);
    List<RexNode> parts = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      parts.add(conditions.get(i));
      parts.add(to(arguments, values.get(i), type));
    }
    parts.add(
        otherwise == null
            ? arguments.sql().nullOf(type.physical())
            : to(arguments, otherwise, type));
    return new Value(arguments.sql().choose(type.physical(), parts.toArray(RexNode[]::new)), type);
  }

  /** The type of all values; null takes any. */
  static SplType common(Arguments arguments, List<Value> values) {
    return values.stream()
        .filter(value -> !isNull(value))
        .map(Value::type)
        .reduce(SplScalars::common)
        .orElse(SplType.TEXT);
  }

  static RexNode to(Arguments arguments, Value value, SplType type) {
    return isNull(value)
        ? arguments.sql().nullOf(type.physical())
        : arguments.scalars().to(value, type);
  }

  /** True for {@code null()}. */
  static boolean isNull(Value value) {
    return value.rex() instanceof org.apache.calcite.rex.RexLiteral literal && literal.isNull();
  }

  private static Value coalesce(Arguments arguments) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      values.add(arguments.any(i));
    }
    SplType type = common(arguments, values);
    RexNode[] parts =
        values.stream().map(value -> to(arguments, value, type)).toArray(RexNode[]::new);
    return new Value(arguments.sql().coalesce(type.physical(), parts), type);
  }

  private static Value nullIf(Arguments arguments) {
    Value first = arguments.once(arguments.any(0));
    RexNode equal =
        arguments
            .lowering()
            .compare(Comparator.EQUAL, first, arguments.any(1), arguments.call().span());
    return new Value(
        arguments
            .sql()
            .choose(
                first.type().physical(),
                equal,
                arguments.sql().nullOf(first.type().physical()),
                first.rex()),
        first.type());
  }

  private static Value in(Arguments arguments) {
    List<Expression> all = arguments.call().arguments();
    return bool(arguments, arguments.lowering().in(all.getFirst(), all.subList(1, all.size())));
  }

  private static Value cidrMatch(Arguments arguments) {
    Value network = arguments.any(0);
    if (network.literal() != null && Network.parse(network.literal()).isEmpty()) {
      return arguments
          .context()
          .error(
              io.flowproof.core.source.ErrorCode.ARGUMENT,
              arguments.syntax(0).span(),
              "'" + network.literal() + "' is not a network",
              "cidrmatch takes the network first: cidrmatch(\"10.0.0.0/8\", field)");
    }
    Row row = arguments.lowering().row();
    RexNode address = row.once(arguments.text(1));
    RexNode contains =
        network.literal() != null
            ? AddressFunctions.contains(
                arguments.sql(),
                row.relation(),
                address,
                Network.parse(network.literal()).orElseThrow(),
                network.literal())
            : arguments
                .sql()
                .call(AddressFunctions.CIDR_CONTAINS, arguments.scalars().toText(network), address);
    return bool(
        arguments,
        arguments
            .sql()
            .choose(
                Types.BOOLEAN,
                arguments.sql().isNull(address),
                arguments.sql().nullOf(Types.BOOLEAN),
                arguments.sql().isTrue(contains)));
  }

  private static Value isInt(Arguments arguments) {
    EngineFunction whole =
        new EngineFunction("IS_WHOLE", Types.BOOLEAN, "coalesce({0} % 1 = 0, false)");
    return bool(arguments, arguments.sql().call(whole, arguments.number(0)));
  }

  private static Value isStr(Arguments arguments) {
    Value value = arguments.once(arguments.any(0));
    return bool(
        arguments,
        value.type() == SplType.TEXT
            ? arguments
                .sql()
                .and(
                    arguments.sql().isNotNull(value.rex()),
                    arguments.sql().isNull(arguments.scalars().toDouble(value)))
            : arguments.sql().bool(false));
  }

  private static Value typeOf(Arguments arguments) {
    Value value = arguments.once(arguments.any(0));
    String ifPresent =
        switch (value.type()) {
          case INTEGER, NUMBER -> "Number";
          case BOOLEAN -> "Boolean";
          case TEXT, MULTIVALUE -> "String";
        };
    boolean mayBeNumber = value.type() == SplType.TEXT && value.literal() == null;
    var sql = arguments.sql();
    return new Value(
        sql.choose(
            Types.TEXT,
            sql.isNull(value.rex()),
            sql.text("Invalid"),
            mayBeNumber ? sql.isNotNull(arguments.scalars().toDouble(value)) : sql.bool(false),
            sql.text("Number"),
            sql.text(ifPresent)),
        SplType.TEXT);
  }
}
