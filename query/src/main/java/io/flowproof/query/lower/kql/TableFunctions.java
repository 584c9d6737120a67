package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.catalog.SiemFunction;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlOperator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls that give rows: functions of lets, {@code materialize()}, {@code table()}. */
final class TableFunctions {
  /** Functions that every Sentinel workspace has. */
  private static final Pattern SENTINEL = Pattern.compile("_GetWatchlist\\w*");

  private final Binder binder;
  private final Pipelines pipelines;

  TableFunctions(Binder binder, Pipelines pipelines) {
    this.binder = binder;
    this.pipelines = pipelines;
  }

  Rows lower(Call call, Environment names) {
    String name = call.function().text();
    if (names.find(name).orElse(null) instanceof Environment.Function function) {
      return ofLet(function, call, names);
    }
    List<Argument> arguments = call.arguments();
    if (name.equals("materialize") && arguments.size() == 1) {
      return rows(arguments.getFirst().value(), names);
    }
    if (name.equals("table")
        && arguments.size() == 1
        && arguments.getFirst().value() instanceof KqlExpression.Literal literal
        && literal.value() instanceof String table) {
      return rows(new KqlExpression.Name(literal.span(), table), names);
    }
    SiemFunction parser = binder.context().catalog().kqlFunction(name).orElse(null);
    if (parser != null) {
      Rows all = new StoredRows(binder).of(parser.table(), call.function());
      return SiemFunctions.filtered(binder, parser, call, names, all);
    }
    if (KnownTables.isParser(name)) {
      throw new StoredRows(binder).unknown(call.function(), names);
    }
    boolean sentinels = SENTINEL.matcher(name).matches();
    if (sentinels || Functions.isKusto(name) || Functions.scalar(name) != null) {
      throw binder.unsupported(call.function().span(), "'" + name + "()' as a table");
    }
    throw binder.problem(
        ErrorCode.UNKNOWN_FUNCTION,
        call.function().span(),
        "Unknown function '" + name + "'",
        Suggestion.didYouMean(name, names.names()));
  }

  private Rows rows(KqlExpression table, Environment names) {
    var read = new KqlOperator.Read(table.span(), table);
    return pipelines.lower(new Kql.Pipeline(table.span(), List.of(read)), names);
  }

  private Rows ofLet(Environment.Function function, Call call, Environment names) {
    binder.enter(call.span());
    Environment inside = function.names();
    List<Kql.Parameter> parameters = function.function().parameters();
    if (call.arguments().size() > parameters.size()) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          "%s() takes %d arguments, and %d are given"
              .formatted(call.function().text(), parameters.size(), call.arguments().size()));
    }
    for (int i = 0; i < parameters.size(); i++) {
      Kql.Parameter parameter = parameters.get(i);
      inside = inside.with(parameter.name().text(), binding(parameter, i, call, names));
    }
    List<Kql.Statement> body = function.function().body();
    for (Kql.Statement statement : body.subList(0, Math.max(0, body.size() - 1))) {
      inside = new Lets(binder).with(statement, inside, this::constant);
    }
    if (!body.isEmpty() && body.getLast() instanceof Kql.TabularStatement last) {
      return pipelines.lower(last.pipeline(), inside);
    }
    throw binder.problem(
        ErrorCode.TYPE_MISMATCH, call.span(), "'" + call.function().text() + "()' gives no rows");
  }

  private Environment.Binding binding(
      Kql.Parameter parameter, int index, Call call, Environment names) {
    KqlExpression given = given(parameter, index, call);
    if (given == null) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          "'%s()' lacks the argument '%s'"
              .formatted(call.function().text(), parameter.name().text()));
    }
    return switch (parameter.type()) {
      case Kql.TabularType table -> new Environment.Given(rows(given, names));
      case Kql.ScalarType scalar -> {
        Scalar value = constant(given, names);
        yield new Environment.Value(new Conversions(binder.values()).to(scalar.type(), value));
      }
    };
  }

  private static @Nullable KqlExpression given(Kql.Parameter parameter, int index, Call call) {
    for (Argument argument : call.arguments()) {
      if (argument.name() != null && argument.name().text().equals(parameter.name().text())) {
        return argument.value();
      }
    }
    boolean positional =
        index < call.arguments().size() && call.arguments().get(index).name() == null;
    return positional ? call.arguments().get(index).value() : parameter.defaultValue();
  }

  private Scalar constant(KqlExpression value, Environment names) {
    return new Expressions(binder, new ConstantScope(binder, names.names()), names).lower(value);
  }
}
