package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.catalog.SiemFunction;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlType;
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

  /** True for the name of such a function. */
  static boolean isSentinels(String name) {
    return SENTINEL.matcher(name).matches();
  }

  Rows lower(Call call, Environment names) {
    String name = call.function().text();
    Environment.Function function = names.function(name, binder.context().catalog()).orElse(null);
    if (function != null) {
      return ofLet(function, call, names, null);
    }
    List<Argument> arguments = call.arguments();
    if (name.equals("materialize") && arguments.size() == 1) {
      return pipelines.rows(arguments.getFirst().value(), names);
    }
    if (name.equals("table") && !arguments.isEmpty()) {
      KqlExpression named = arguments.getFirst().value();
      Scalar table = constant(named, names);
      if (table.type() == KqlType.STRING && table.constant() instanceof String text) {
        return pipelines.rows(new KqlExpression.Name(named.span(), text), names);
      }
    }
    SiemFunction parser = binder.context().catalog().kqlFunction(name).orElse(null);
    if (parser != null) {
      Rows all = new StoredRows(binder).of(parser.table(), call.function());
      return SiemFunctions.filtered(binder, parser, call, names, all);
    }
    if (KnownTables.isParser(name)) {
      throw new StoredRows(binder).unknown(call.function(), names);
    }
    if (name.equals("_GetWatchlist")) {
      return new Watchlists(binder).items(call, names);
    }
    if (name.equals("_GetWatchlistAlias")) {
      return new Watchlists(binder).aliases(call.function().span());
    }
    if (isSentinels(name) || Functions.isKusto(name) || Functions.scalar(name) != null) {
      throw binder.unsupported(call.function().span(), "'" + name + "()' as a table");
    }
    throw binder.unresolved(
        ErrorCode.UNKNOWN_FUNCTION,
        call.function(),
        "Unknown function '" + name + "'",
        Suggestion.didYouMean(name, names.names()));
  }

  /**
   * The rows of a function of a let.
   *
   * @param piped the rows before {@code invoke}, or null
   */
  Rows ofLet(Environment.Function function, Call call, Environment names, @Nullable Rows piped) {
    Environment inside =
        new LetCall(binder, function, call).bind(names, value -> constant(value, names), piped);
    return binder.saved().within(function.saved(), call.span(), () -> body(function, inside, call));
  }

  private Rows body(Environment.Function function, Environment parameters, Call call) {
    Environment inside = parameters;
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

  private Scalar constant(KqlExpression value, Environment names) {
    return new Expressions(binder, new ConstantScope(binder, names.names()), names).lower(value);
  }
}
