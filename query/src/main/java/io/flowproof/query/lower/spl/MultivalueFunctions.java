package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.TextBodies;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import io.flowproof.query.spl.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Multivalue functions: a single value is a list of one. */
final class MultivalueFunctions {
  private static final EngineFunction SPLIT =
      new EngineFunction("SPLIT", Types.TEXT_LIST, "string_split({0}, {1})");
  private static final EngineFunction COUNT =
      new EngineFunction("COUNT_OF_LIST", Types.LONG, "nullif(len({0}), 0)");
  private static final EngineFunction JOIN =
      new EngineFunction(
          "JOIN_LIST",
          Types.TEXT,
          TextLength.limited("len({0}) * length({1}) / 16", "array_to_string({0}, {1})"));
  private static final EngineFunction DEDUP =
      new EngineFunction(
          "DEDUP_LIST",
          Types.TEXT_LIST,
          "list_filter({0}, lambda v, i: list_position({0}, v) = i)");
  private static final EngineFunction ZIP =
      new EngineFunction(
          "ZIP_LISTS",
          Types.TEXT_LIST,
          "list_transform(range(1, least(len({0}), len({1})) + 1),"
              + " lambda i: {0}[i] || {2} || {1}[i])");
  private static final EngineFunction FIRST_TRUE =
      new EngineFunction(
          "FIRST_TRUE", Types.LONG, "(nullif(coalesce(list_position({0}, 'true'), 0), 0) - 1)");

  private MultivalueFunctions() {}

  static List<EvalFunction> all() {
    List<EvalFunction> all = new ArrayList<>(shaping());
    all.addAll(choosing());
    return all;
  }

  private static List<EvalFunction> shaping() {
    return List.of(
        new EvalFunction(
            "split", 2, 2, "The parts of a text between delimiters", MultivalueFunctions::split),
        list("mvdedup", "Without repeated values", DEDUP),
        list("mvsort", "The values, sorted as texts", "list_sort({0})"),
        list("mvreverse", "The values, last first", "list_reverse({0})"),
        new EvalFunction(
            "mvappend",
            1,
            EvalFunction.ANY,
            "All values of all arguments",
            MultivalueFunctions::append),
        new EvalFunction(
            "mvzip",
            2,
            3,
            "First with first, second with second, a delimiter between, a comma by default",
            MultivalueFunctions::zip),
        new EvalFunction(
            "mvjoin",
            2,
            2,
            "The values as one text, with a delimiter between them",
            MultivalueFunctions::join),
        new EvalFunction(
            "mvrange",
            2,
            3,
            "Numbers from the first up to the second, which is left out, by a step",
            MultivalueFunctions::range),
        new EvalFunction(
            "mvmap", 2, 3, "An expression for each value of a field", MultivalueFunctions::map));
  }

  private static List<EvalFunction> choosing() {
    return List.of(
        new EvalFunction(
            "mvcount",
            1,
            1,
            "How many values there are, null for none",
            a -> new Value(a.sql().call(COUNT, list(a, 0)), SplType.INTEGER)),
        new EvalFunction(
            "mvfilter",
            1,
            1,
            "The values of a field for which a condition holds",
            MultivalueFunctions::filter),
        new EvalFunction(
            "mvfind",
            2,
            2,
            "The place (0 is the first) of the first value that a regular expression matches",
            MultivalueFunctions::find),
        new EvalFunction(
            "mvindex",
            2,
            3,
            "The value at a place (0 is the first, -1 the last), or those up to another",
            MultivalueFunctions::index));
  }

  private static EvalFunction list(String name, String about, String template) {
    return list(name, about, new EngineFunction(name, Types.TEXT_LIST, template));
  }

  private static EvalFunction list(String name, String about, EngineFunction function) {
    return new EvalFunction(
        name,
        1,
        1,
        about,
        a ->
            new Value(
                a.sql().call(function, a.lowering().row().once(list(a, 0))), SplType.MULTIVALUE));
  }

  private static RexNode list(Arguments arguments, int index) {
    return arguments.scalars().toList(arguments.once(arguments.any(index)));
  }

  private static Value append(Arguments arguments) {
    List<RexNode> lists = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      lists.add(arguments.lowering().row().once(list(arguments, i)));
    }
    String places =
        IntStream.range(0, lists.size())
            .mapToObj(i -> "coalesce({" + i + "}, [])")
            .collect(Collectors.joining(", "));
    EngineFunction function =
        new EngineFunction(
            "APPEND_LISTS", Types.TEXT_LIST, "nullif(flatten([" + places + "]), [])");
    return new Value(
        arguments.sql().call(function, lists.toArray(RexNode[]::new)), SplType.MULTIVALUE);
  }

  private static Value zip(Arguments arguments) {
    Row row = arguments.lowering().row();
    RexNode delimiter =
        arguments.count() == 3 ? row.once(arguments.text(2)) : arguments.sql().text(",");
    return new Value(
        arguments
            .sql()
            .call(ZIP, row.once(list(arguments, 0)), row.once(list(arguments, 1)), delimiter),
        SplType.MULTIVALUE);
  }

  private static Value join(Arguments arguments) {
    Row row = arguments.lowering().row();
    RexNode list = row.once(list(arguments, 0));
    RexNode delimiter = row.once(arguments.text(1));
    return new Value(arguments.sql().call(JOIN, list, delimiter), SplType.TEXT);
  }

  private static Value range(Arguments arguments) {
    RexNode step = arguments.count() == 3 ? arguments.text(2) : arguments.sql().text("1");
    return new Value(
        Multivalue.ofJson(
            arguments.sql().call(TextBodies.RANGE, arguments.number(0), arguments.number(1), step),
            arguments.context()),
        SplType.MULTIVALUE);
  }

  private static Value split(Arguments arguments) {
    return new Value(
        arguments.sql().call(SPLIT, arguments.text(0), arguments.text(1)), SplType.MULTIVALUE);
  }

  /** The one field that an expression over values is about. */
  private static @Nullable String fieldOf(Arguments arguments, Expression expression) {
    List<String> names = FieldsOf.expression(expression);
    if (names.size() == 1) {
      return names.getFirst();
    }
    arguments
        .context()
        .error(
            ErrorCode.ARGUMENT,
            expression.span(),
            "'" + arguments.call().function() + "' needs an expression over exactly one field",
            null);
    return null;
  }

  private static Value filter(Arguments arguments) {
    String field = fieldOf(arguments, arguments.syntax(0));
    if (field == null) {
      return arguments.scalars().missing();
    }
    Row row = arguments.lowering().row();
    Value list =
        arguments.lowering().lower(new Expression.Field(field, arguments.syntax(0).span()));
    return new Value(
        Multivalue.filter(
            list,
            field,
            (one, inner) ->
                new ExpressionLowering(arguments.context(), inner).condition(arguments.syntax(0)),
            row,
            arguments.context(),
            arguments.call().span()),
        SplType.MULTIVALUE);
  }

  private static Value map(Arguments arguments) {
    String field =
        arguments.syntax(0) instanceof Expression.Field named
            ? named.name()
            : fieldOf(arguments, arguments.syntax(0));
    if (field == null) {
      return arguments.scalars().missing();
    }
    return new Value(
        Multivalue.map(
            arguments.any(0),
            field,
            (one, inner) ->
                arguments
                    .scalars()
                    .toText(
                        new ExpressionLowering(arguments.context(), inner)
                            .assignable(arguments.syntax(1))),
            arguments.lowering().row(),
            arguments.context(),
            arguments.call().span()),
        SplType.MULTIVALUE);
  }

  private static Value find(Arguments arguments) {
    Regex regex = Regex.of(arguments, 1);
    SplScalars scalars = arguments.scalars();
    RexNode matches =
        Multivalue.map(
            arguments.any(0),
            "",
            (one, inner) ->
                arguments
                    .sql()
                    .choose(
                        Types.TEXT,
                        regex.matches(one.rex()),
                        arguments.sql().text("true"),
                        arguments.sql().text("false")),
            arguments.lowering().row(),
            arguments.context(),
            arguments.call().span());
    return new Value(scalars.sql().call(FIRST_TRUE, matches), SplType.INTEGER);
  }

  private static Value index(Arguments arguments) {
    RexNode list = arguments.lowering().row().once(list(arguments, 0));
    RexNode first = arguments.lowering().row().once(arguments.number(1));
    if (arguments.count() == 2) {
      EngineFunction element =
          new EngineFunction(
              "ELEMENT",
              Types.TEXT,
              "{0}[CAST({1} AS BIGINT) + CASE WHEN {1} >= 0 THEN 1 ELSE 0 END]");
      return new Value(arguments.sql().call(element, list, first), SplType.TEXT);
    }
    RexNode last = arguments.lowering().row().once(arguments.number(2));
    EngineFunction slice =
        new EngineFunction(
            "SLICE",
            Types.TEXT_LIST,
            "nullif(list_slice({0}, CAST({1} AS BIGINT) + CASE WHEN {1} >= 0 THEN 1 ELSE 0 END,"
                + " CAST({2} AS BIGINT) + CASE WHEN {2} >= 0 THEN 1 ELSE 0 END), [])");
    return new Value(arguments.sql().call(slice, list, first, last), SplType.MULTIVALUE);
  }
}
