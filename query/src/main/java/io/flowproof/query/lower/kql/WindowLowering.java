package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.function.kql.KqlJson;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A window function as a column of the engine's. A restart splits the rows into stretches, which
 * are counted in a column of their own first (Kusto documentation, "Window functions overview").
 */
final class WindowLowering {
  private final Binder binder;

  WindowLowering(Binder binder) {
    this.binder = binder;
  }

  /** The rows with one more column, which holds the function's value. */
  Rows with(String column, WindowFunction function, Call call, Rows rows, Environment names) {
    checkOrder(function, call, rows);
    Expressions expressions = Expressions.over(binder, rows, names);
    Calls calls = new Calls(binder, expressions, names);
    calls.checkCount(function.word(), function.least(), function.most(), call);
    FunctionCall lowered = calls.arguments(call);
    int restart =
        switch (function) {
          case ROW_NUMBER, ROW_CUMSUM, ROW_RANK_DENSE, ROW_RANK_MIN -> 1;
          case ROW_WINDOW_SESSION -> 3;
          case PREV, NEXT -> -1;
        };
    Rows within = rows;
    String stretch = null;
    if (restart > 0 && lowered.has(restart)) {
      Scalar flag = lowered.argument(restart, KqlType.BOOL);
      stretch = column + "s";
      within = stretched(rows, stretch, flag);
    }
    Rows result = add(column, function, lowered, within, stretch);
    return stretch == null ? result : without(result, stretch);
  }

  private void checkOrder(WindowFunction function, Call call, Rows rows) {
    if (rows.relation().order().isEmpty() && !rows.open()) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          function.word() + "() needs rows in an order",
          "put them in one with sort by …, or say serialize");
    }
  }

  private Rows stretched(Rows rows, String column, Scalar flag) {
    Scalar count =
        over(
            rows,
            null,
            KqlType.LONG,
            "CAST(sum(CASE WHEN {0} THEN 1 ELSE 0 END) OVER ({w} ROWS UNBOUNDED PRECEDING) AS BIGINT)",
            flag);
    return new VisibleColumns(binder, rows).put(column, count).project();
  }

  private Rows without(Rows rows, String column) {
    return new VisibleColumns(binder, rows).remove(column).project();
  }

  private Rows add(
      String column,
      WindowFunction function,
      FunctionCall call,
      Rows rows,
      @Nullable String stretch) {
    return switch (function) {
      case PREV -> put(rows, column, neighbour("lag", call, rows));
      case NEXT -> put(rows, column, neighbour("lead", call, rows));
      case ROW_NUMBER -> {
        long start = call.has(0) ? call.constantNumber(0) : 1;
        yield put(
            rows,
            column,
            over(rows, stretch, KqlType.LONG, "(row_number() OVER ({w}) + (" + (start - 1) + "))"));
      }
      case ROW_CUMSUM -> put(rows, column, sum(call, rows, stretch));
      case ROW_RANK_DENSE, ROW_RANK_MIN -> ranked(column, function, call, rows, stretch);
      case ROW_WINDOW_SESSION -> session(column, call, rows, stretch);
    };
  }

  private Rows put(Rows rows, String column, Scalar value) {
    return new VisibleColumns(binder, rows).put(column, value).project();
  }

  private Scalar neighbour(String sql, FunctionCall call, Rows rows) {
    Scalar value = call.argument(0);
    long offset = call.has(1) ? call.constantNumber(1) : 1;
    if (offset < 0) {
      throw call.problem(1, "must be 0 or more");
    }
    List<Scalar> arguments = new ArrayList<>(List.of(value));
    String template = sql + "({0}, " + offset + ")";
    if (call.has(2)) {
      arguments.add(call.conversions().to(value.type(), call.argument(2)));
      template = sql + "({0}, " + offset + ", {1})";
    }
    template += " OVER ({w})";
    if (value.type() == KqlType.STRING) {
      template = "coalesce(" + template + ", '')";
    }
    return over(rows, null, value.type(), template, arguments.toArray(Scalar[]::new));
  }

  private Scalar sum(FunctionCall call, Rows rows, @Nullable String stretch) {
    Scalar term = call.argument(0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN);
    String sum = "coalesce(sum({0}) OVER ({w} ROWS UNBOUNDED PRECEDING), 0)";
    KqlType type = term.type() == KqlType.INT ? KqlType.LONG : term.type();
    String template = type == KqlType.REAL ? sum : "CAST(" + sum + " AS BIGINT)";
    return over(rows, stretch, type, template, term);
  }

  /** The rows where the value changes are marked first. */
  private Rows ranked(
      String column,
      WindowFunction function,
      FunctionCall call,
      Rows rows,
      @Nullable String stretch) {
    boolean dense = function == WindowFunction.ROW_RANK_DENSE;
    String changed = column + "c";
    Scalar marks =
        over(
            rows,
            stretch,
            KqlType.LONG,
            "CASE WHEN row_number() OVER ({w}) = 1 OR {0} IS DISTINCT FROM lag({0}) OVER ({w})"
                + " THEN "
                + (dense ? "1" : "row_number() OVER ({w})")
                + " END",
            call.argument(0));
    Rows marked = put(rows, changed, marks);
    String template =
        (dense ? "CAST(sum" : "CAST(max") + "({0}) OVER ({w} ROWS UNBOUNDED PRECEDING) AS BIGINT)";
    Scalar rank = over(marked, stretch, KqlType.LONG, template, column(marked, changed));
    return without(put(marked, column, rank), changed);
  }

  /**
   * A session begins where neighbours are too far apart; within such a run it also ends when it
   * lasts too long, which only a walk through the run can tell.
   */
  private Rows session(String column, FunctionCall call, Rows rows, @Nullable String stretch) {
    Scalar time = call.datetime(0);
    Scalar first = call.argument(1, KqlType.TIMESPAN);
    Scalar between = call.argument(2, KqlType.TIMESPAN);
    String run = column + "r";
    Scalar begins =
        over(
            rows,
            stretch,
            KqlType.LONG,
            "CASE WHEN {0} >= lag({0}) OVER ({w}) + {1} OR lag({0}) OVER ({w}) IS NULL THEN 1 ELSE 0 END",
            time,
            between);
    Rows marked = put(rows, run, begins);
    Scalar number =
        over(
            marked,
            stretch,
            KqlType.LONG,
            "CAST(sum({0}) OVER ({w} ROWS UNBOUNDED PRECEDING) AS BIGINT)",
            column(marked, run));
    Rows numbered = put(marked, run, number);
    List<String> parts = new ArrayList<>(List.of(run));
    if (stretch != null) {
      parts.add(stretch);
    }
    String walk =
        KqlJson.SESSION_START
            + "(CAST(to_json(list({0}) OVER ({w} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS VARCHAR),"
            + " {1}, row_number() OVER ({w}))";
    Scalar start = overParts(numbered, parts, KqlType.DATETIME, walk, time, first);
    return without(put(numbered, column, start), run);
  }

  private Scalar column(Rows rows, String name) {
    Field<KqlType> field = rows.relation().field(name).orElseThrow();
    return new Scalar(binder.context().algebra().ref(rows.relation(), field), field.type());
  }

  private Scalar over(
      Rows rows, @Nullable String stretch, KqlType type, String template, Scalar... arguments) {
    return overParts(
        rows, stretch == null ? List.of() : List.of(stretch), type, template, arguments);
  }

  /** A template in which <code>{w}</code> stands for the rows' order and their stretch. */
  private Scalar overParts(
      Rows rows, List<String> stretches, KqlType type, String template, Scalar... arguments) {
    Algebra algebra = binder.context().algebra();
    List<RexNode> all = new ArrayList<>();
    for (Scalar argument : arguments) {
      all.add(argument.rex());
    }
    List<String> parts = new ArrayList<>();
    List<String> names = new ArrayList<>(stretches);
    if (rows.relation().field(Partitioned.ROW).isPresent()) {
      names.add(Partitioned.ROW);
    }
    for (String name : names) {
      parts.add("{" + all.size() + "}");
      all.add(column(rows, name).rex());
    }
    List<String> keys = new ArrayList<>();
    for (SortKey key : algebra.totalOrder(rows.relation())) {
      keys.add(
          "{"
              + all.size()
              + "}"
              + (key.direction() == SortKey.Direction.DESCENDING ? " DESC" : "")
              + (key.nulls() == SortKey.Nulls.FIRST ? " NULLS FIRST" : " NULLS LAST"));
      all.add(algebra.ref(rows.relation().plan(), key.index()));
    }
    String window =
        (parts.isEmpty() ? "" : "PARTITION BY " + String.join(", ", parts) + " ")
            + "ORDER BY "
            + String.join(", ", keys);
    EngineFunction function =
        new EngineFunction("WINDOW", Values.physical(type), template.replace("{w}", window));
    return new Scalar(binder.values().scalars().call(function, all.toArray(RexNode[]::new)), type);
  }
}
