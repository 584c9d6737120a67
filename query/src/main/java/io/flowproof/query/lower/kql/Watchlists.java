package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.GivenTable;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexLiteral;

/**
 * {@code _GetWatchlist('alias')} and {@code _GetWatchlistAlias} (Microsoft Sentinel, "Build queries
 * or detection rules with watchlists").
 */
final class Watchlists {
  private final Binder binder;

  Watchlists(Binder binder) {
    this.binder = binder;
  }

  /** The items of the watchlist that the call names. */
  Rows items(Call call, Environment names) {
    if (call.arguments().size() != 1) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          "_GetWatchlist() takes 1 argument, and %d are given".formatted(call.arguments().size()),
          "the alias of a watchlist");
    }
    Argument argument = call.arguments().getFirst();
    Scalar alias =
        new Expressions(binder, new ConstantScope(binder, names.names()), names)
            .lower(argument.value());
    if (!(alias.constant() instanceof String text) || alias.type() != KqlType.STRING) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          argument.span(),
          "The alias of a watchlist must be a constant string");
    }
    Map<String, GivenTable> watchlists = binder.context().catalog().given().watchlists();
    GivenTable watchlist = watchlists.get(text);
    if (watchlist == null) {
      String near = Suggestion.didYouMean(text, watchlists.keySet());
      throw binder.unresolved(
          ErrorCode.UNKNOWN_TABLE,
          new Name(argument.span(), text),
          "Unknown watchlist '" + text + "'",
          near != null ? near : "give it with --watchlist " + text + "=FILE");
    }
    return new StoredRows(binder).of(watchlist.table(), call.function());
  }

  /** The aliases of all watchlists that there are. */
  Rows aliases(Span span) {
    List<String> aliases =
        binder.context().catalog().given().watchlists().keySet().stream().sorted().toList();
    Scalars scalars = binder.context().scalars();
    List<List<RexLiteral>> rows = new ArrayList<>();
    for (String alias : aliases) {
      rows.add(List.of(scalars.text(alias), scalars.number(rows.size())));
    }
    if (rows.isEmpty()) {
      throw binder.problem(
          ErrorCode.UNKNOWN_TABLE,
          span,
          "There are no watchlists",
          "give them with --watchlist ALIAS=FILE");
    }
    return new Rows(
        new Relation<>(
            binder.context().algebra().values(List.of(Types.TEXT, Types.LONG), rows),
            List.of(new Field<>("WatchlistAlias", KqlType.STRING, 0)),
            List.of(1),
            List.of()));
  }
}
