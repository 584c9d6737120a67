package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of {@code summarize} are computed: aggregates, and no columns of single rows.
 */
final class AggregateScope implements Scope {
  private final Binder binder;
  private final Rows rows;
  private final Environment names;
  private final Set<String> keys;
  private final Measures measures;
  private final @Nullable RexNode only;

  /**
   * For one grouping.
   *
   * @param keys names of the columns that are grouped by as they are
   */
  AggregateScope(Binder binder, Rows rows, Environment names, Set<String> keys, Measures measures) {
    this(binder, rows, names, keys, measures, null);
  }

  private AggregateScope(
      Binder binder,
      Rows rows,
      Environment names,
      Set<String> keys,
      Measures measures,
      @Nullable RexNode only) {
    this.only = only;
    this.binder = binder;
    this.rows = rows;
    this.names = names;
    this.keys = keys;
    this.measures = measures;
  }

  /** The same grouping, of which only rows count for which a condition is true. */
  AggregateScope where(RexNode condition) {
    return new AggregateScope(binder, rows, names, keys, measures, condition);
  }

  @Override
  public Optional<Scalar> column(Name name) {
    if (rows.relation().field(name.text()).isEmpty()) {
      if (rows.excuses(name.text())) {
        throw new UnboundException();
      }
      return Optional.empty();
    }
    throw binder.problem(
        ErrorCode.ARGUMENT,
        name.span(),
        "The column '" + name.text() + "' stands outside of an aggregate",
        "group by it, or aggregate it: take_any(" + name.text() + ")");
  }

  @Override
  public UnboundException unknown(Name name) {
    return new RowScope(binder, rows, names.names()).unknown(name);
  }

  @Override
  public Scalar aggregate(AggregateFunction function, Call call, Span span) {
    List<AggregateFunction.Column> columns = columns(function, call);
    if (columns.size() != 1) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          span,
          "'" + function.name() + "' gives several columns, and one value is needed");
    }
    return columns.getFirst().value();
  }

  /** The columns of an aggregate's call. */
  List<AggregateFunction.Column> columns(AggregateFunction function, Call call) {
    Expressions inside = Expressions.over(binder, rows, names);
    Calls calls = new Calls(binder, inside, names);
    calls.checkCount(function.name(), function.least(), function.most(), call);
    List<Argument> arguments = new ArrayList<>(call.arguments());
    boolean star = arguments.removeIf(a -> a.value() instanceof KqlExpression.Star);
    if (star && !isPick(function)) {
      throw binder.problem(ErrorCode.ARGUMENT, call.span(), function.name() + "() takes no '*'");
    }
    if (star && arguments.isEmpty() && isExtreme(function)) {
      calls.checkCount(
          function.name(), 1, function.most(), new Call(call.span(), call.function(), List.of()));
    }
    // The column of countif(x) is named after its condition.
    List<Argument> naming = new ArrayList<>(arguments);
    RexNode filter = only;
    if (function.condition() >= 0) {
      Argument condition = arguments.remove(function.condition());
      RexNode given = inside.condition(condition.value(), function.name() + "()");
      filter = only == null ? given : binder.values().scalars().and(only, given);
    }
    if (!arguments.isEmpty()) {
      naming = arguments;
    }
    Call plain = new Call(call.span(), call.function(), arguments);
    return function.body().lower(arguments(function, plain, naming, star, filter, calls));
  }

  private static boolean isExtreme(AggregateFunction function) {
    return function.name().startsWith("arg_");
  }

  private static boolean isPick(AggregateFunction function) {
    return isExtreme(function)
        || function.name().equals("take_any")
        || function.name().equals("any");
  }

  private AggregateArguments arguments(
      AggregateFunction function,
      Call call,
      List<Argument> naming,
      boolean star,
      @Nullable RexNode filter,
      Calls calls) {
    // Names of arguments are names of columns here: arg_max(t, first = x).
    List<Argument> unnamed =
        call.arguments().stream().map(a -> new Argument(a.span(), null, a.value())).toList();
    FunctionCall lowered = calls.arguments(new Call(call.span(), call.function(), unnamed));
    List<KqlExpression> expressions =
        naming.stream().<KqlExpression>map(a -> a.name() == null ? a.value() : a.name()).toList();
    return new AggregateArguments(
        lowered, expressions, star, filter, rows, keys, measures, function.prefix());
  }
}
