package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.kql.KqlJson;
import io.flowproof.query.kql.Kql.Option;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator.MakeSeries;
import io.flowproof.query.kql.KqlOperator.SeriesValue;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code make-series}: arrays of aggregates along an axis, gaps filled (Kusto documentation,
 * "make-series operator"). Rows are grouped by series and step, then the steps of a series are
 * collected with their numbers, from which an array without gaps is made.
 */
final class MakeSeriesLowering {
  private static final EngineAggregate STEPS =
      text("STEPS", "CAST(to_json(list({0} ORDER BY {0})) AS VARCHAR)");
  private static final EngineAggregate COLLECTED =
      text("COLLECTED", "CAST(to_json(list({1} ORDER BY {0})) AS VARCHAR)");

  private final Binder binder;
  private final Algebra algebra;
  private final Values values;

  MakeSeriesLowering(Binder binder) {
    this.binder = binder;
    this.algebra = binder.context().algebra();
    this.values = binder.values();
  }

  private static EngineAggregate text(String name, String template) {
    return new EngineAggregate(name, Types.TEXT, template);
  }

  /** A result over the rows of steps, and what stands where a step has no rows. */
  private record Series(Output<KqlType> output, Scalar missing) {}

  Rows lower(MakeSeries series, Rows rows, Environment names) {
    boolean nonempty = isNonempty(series);
    Expressions constants =
        new Expressions(binder, new ConstantScope(binder, names.names()), names);
    SeriesAxis axis = axis(series, Expressions.over(binder, rows, names), constants);
    Rows within = within(axis, rows);
    AutoNames taken = new AutoNames(binder);
    SummarizeLowering summarize = new SummarizeLowering(binder);
    List<Output<KqlType>> keys = summarize.keys(series.by(), within, names, taken);
    Measures measures = new Measures(algebra, keys.size() + 1);
    AggregateScope scope =
        new AggregateScope(
            binder, within, names, SummarizeLowering.plainKeys(series.by()), measures);
    List<Series> columns = new ArrayList<>();
    for (SeriesValue value : series.values()) {
      columns.add(column(value, summarize, scope, constants, names, taken));
    }
    String axisName = AutoNames.of(series.axis());
    String name = taken.derived(axisName == null ? taken.next() : axisName);
    List<RexNode> groups = new ArrayList<>();
    keys.forEach(key -> groups.add(key.expression()));
    groups.add(step(axis).rex());
    RelNode steps = algebra.aggregate(within.relation().plan(), groups, measures.collected());
    return new Rows(collected(keys, columns, axis, name, steps, nonempty));
  }

  private boolean isNonempty(MakeSeries series) {
    boolean nonempty = false;
    for (Option option : series.hints()) {
      if (option.name().equals("kind") && option.word().equals("nonempty")) {
        nonempty = true;
      } else {
        new ExpandLowering(binder).unknown(option);
      }
    }
    if (nonempty && (series.from() == null || series.to() == null)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, series.span(), "'kind=nonempty' needs 'from' and 'to'");
    }
    return nonempty;
  }

  private Series column(
      SeriesValue value,
      SummarizeLowering summarize,
      AggregateScope scope,
      Expressions expressions,
      Environment names,
      AutoNames taken) {
    List<Output<KqlType>> outputs = summarize.results(value.aggregate(), scope, names, taken);
    Output<KqlType> output = outputs.getFirst();
    boolean number =
        switch (output.type()) {
          case INT, LONG, REAL, DECIMAL, TIMESPAN, DATETIME, BOOL -> true;
          case DYNAMIC, GUID, STRING -> false;
        };
    if (outputs.size() != 1 || !number) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          value.span(),
          "make-series takes aggregates that are one number each");
    }
    Scalar missing =
        value.defaultValue() == null ? values.number(0) : expressions.lower(value.defaultValue());
    if (missing.isInteger() && output.type() == KqlType.REAL) {
      missing = expressions.conversions().widened(missing, KqlType.REAL);
    }
    return new Series(output, expressions.conversions().json(missing));
  }

  private SeriesAxis axis(MakeSeries series, Expressions over, Expressions expressions) {
    Scalar value = over.lower(series.axis());
    Scalar step = expressions.lower(series.step());
    Scalar from = series.from() == null ? null : expressions.lower(series.from());
    Scalar to = series.to() == null ? null : expressions.lower(series.to());
    KqlType type = value.type();
    boolean time = type == KqlType.DATETIME || type == KqlType.TIMESPAN;
    if (!time && !value.isNumber()) {
      throw mismatch(series.axis().span(), "an axis of numbers or times", value);
    }
    if (time ? step.type() != KqlType.TIMESPAN : !step.isNumber()) {
      throw mismatch(series.step().span(), time ? "a timespan as its step" : "a number", step);
    }
    boolean real = type == KqlType.REAL || step.type() == KqlType.REAL;
    KqlType common = time ? type : real ? KqlType.REAL : KqlType.LONG;
    return new SeriesAxis(
        time ? value : expressions.conversions().widened(value, common),
        time ? step : expressions.conversions().widened(step, common),
        from == null ? null : end(from, common, series.from(), expressions),
        to == null ? null : end(to, common, series.to(), expressions),
        real,
        series.inRange());
  }

  private Scalar end(
      Scalar end, KqlType type, @Nullable KqlExpression written, Expressions expressions) {
    if (end.type() == type) {
      return end;
    }
    boolean number = (type == KqlType.LONG || type == KqlType.REAL) && end.isNumber();
    if (number || end.type() == KqlType.DYNAMIC) {
      return expressions.conversions().to(type, end);
    }
    Span span = written == null ? Span.at(0) : written.span();
    throw mismatch(span, Binder.a(type), end);
  }

  private UnboundException mismatch(Span span, String expected, Scalar found) {
    return binder.problem(
        ErrorCode.TYPE_MISMATCH,
        span,
        "make-series takes " + expected + " here, and this is " + Binder.a(found.type()));
  }

  /** The rows that lie on the axis. */
  private Rows within(SeriesAxis axis, Rows rows) {
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(values.scalars().isNotNull(axis.value().rex()));
    if (axis.from() != null) {
      String test =
          axis.inRange() ? "({0} >= " + bin("{1}", "{2}", axis.real()) + ")" : "({0} >= {1})";
      conditions.add(
          values.call(KqlType.BOOL, "FROM", test, axis.value(), axis.from(), axis.step()).rex());
    }
    if (axis.to() != null) {
      String test = axis.inRange() ? "({0} <= {1})" : "({0} < {1})";
      conditions.add(values.call(KqlType.BOOL, "TO", test, axis.value(), axis.to()).rex());
    }
    return rows.with(algebra.filter(rows.relation(), values.scalars().and(conditions)));
  }

  private static String bin(String value, String size, boolean real) {
    return quotient(value, size, real) + " * " + size;
  }

  /** How many whole steps, rounded down. */
  private static String quotient(String value, String size, boolean real) {
    return real
        ? "CAST(floor(" + value + " / " + size + ") AS BIGINT)"
        : "((" + value + " - (" + value + " % " + size + " + " + size + ") % " + size + ") // "
            + size + ")";
  }

  /** The number of a row's step, from the beginning of the axis or else from zero. */
  private Scalar step(SeriesAxis axis) {
    if (axis.from() == null || axis.inRange()) {
      return values.call(
          KqlType.LONG, "STEP", quotient("{0}", "{1}", axis.real()), axis.value(), axis.step());
    }
    return values.call(
        KqlType.LONG,
        "STEP",
        quotient("({0} - {2})", "{1}", axis.real()),
        axis.value(),
        axis.step(),
        axis.from());
  }

  private Relation<KqlType> collected(
      List<Output<KqlType>> keys,
      List<Series> columns,
      SeriesAxis axis,
      String axisName,
      RelNode steps,
      boolean nonempty) {
    int width = keys.size();
    RexNode number = algebra.ref(steps, width);
    List<Measure> measures = new ArrayList<>();
    measures.add(new Measure(STEPS, List.of(number)));
    EngineAggregate least = new EngineAggregate("LEAST", Types.LONG, "min({0})");
    EngineAggregate most = new EngineAggregate("MOST", Types.LONG, "max({0})");
    measures.add(new Measure(least, List.of(number)));
    measures.add(new Measure(most, List.of(number)));
    for (Series column : columns) {
      measures.add(new Measure(COLLECTED, List.of(number, column.output().expression())));
    }
    List<RexNode> groups = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      groups.add(algebra.ref(steps, i));
    }
    RelNode series = algebra.aggregate(steps, groups, measures);
    if (width == 0 && !nonempty) {
      series = algebra.filter(series, values.scalars().isNotNull(algebra.ref(series, 0)));
    }
    return arrays(keys, columns, axis, axisName, series);
  }

  private Relation<KqlType> arrays(
      List<Output<KqlType>> keys,
      List<Series> columns,
      SeriesAxis axis,
      String axisName,
      RelNode series) {
    int width = keys.size();
    Scalar known = new Scalar(algebra.ref(series, width), KqlType.STRING);
    Scalar first = new Scalar(algebra.ref(series, width + 1), KqlType.LONG);
    Scalar last = new Scalar(algebra.ref(series, width + 2), KqlType.LONG);
    SeriesBounds bounds = SeriesBounds.of(binder, axis, first, last);
    List<Output<KqlType>> outputs = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      outputs.add(new Output<>(keys.get(i).name(), algebra.ref(series, i), keys.get(i).type()));
    }
    for (int i = 0; i < columns.size(); i++) {
      Scalar collected = new Scalar(algebra.ref(series, width + 3 + i), KqlType.STRING);
      Series column = columns.get(i);
      boolean time =
          column.output().type() == KqlType.DATETIME || column.output().type() == KqlType.TIMESPAN;
      Scalar filled =
          values.call(
              KqlType.DYNAMIC,
              "SERIES",
              KqlJson.SERIES
                  + "(coalesce({0}, '[]'), coalesce({1}, '[]'), {2}, {3}, coalesce({4}, 'null'), {5})",
              known,
              collected,
              bounds.first(),
              bounds.count(),
              column.missing(),
              values.text(time ? column.output().type().keyword() : ""));
      outputs.add(new Output<>(column.output().name(), filled.rex(), KqlType.DYNAMIC));
    }
    outputs.add(new Output<>(axisName, bounds.axis().rex(), KqlType.DYNAMIC));
    return algebra.project(new Relation<>(series, List.of(), List.of(), List.of()), outputs);
  }
}
