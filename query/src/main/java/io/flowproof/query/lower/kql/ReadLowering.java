package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.SiemFunction;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.List;

/** The rows of a table, of a let, or of a pipeline in parentheses. */
final class ReadLowering {
  private final Binder binder;
  private final Pipelines pipelines;

  ReadLowering(Binder binder, Pipelines pipelines) {
    this.binder = binder;
    this.pipelines = pipelines;
  }

  Rows lower(KqlOperator.Read read, Environment names) {
    return rows(read.table(), names);
  }

  Rows rows(KqlExpression table, Environment names) {
    return switch (table) {
      case Name name -> named(name, names);
      case Call call -> new TableFunctions(binder, pipelines).lower(call, names);
      case KqlExpression.Broken broken -> throw new UnboundException();
      case KqlExpression.Tabular tabular -> pipelines.lower(tabular.pipeline(), names);
      case KqlExpression.Member member when Tabularity.isPlace(member.target()) ->
          throw binder.unresolved(
              ErrorCode.UNKNOWN_TABLE,
              member.name(),
              "Only tables of the workspace itself are here, and '"
                  + member.name().text()
                  + "' is asked of another place",
              "write " + member.name().text() + " alone");
      case KqlExpression other ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              other.span(),
              "A table is needed here, and this is a value",
              "to compute values, begin with print");
    };
  }

  private Rows named(Name name, Environment names) {
    return switch (names.find(name.text()).orElse(null)) {
      case Environment.Table table -> {
        binder.enter(table.pipeline(), name.span());
        yield pipelines.lower(table.pipeline(), table.names());
      }
      case Environment.Given given -> given.rows();
      case Environment.Broken broken -> throw new UnboundException();
      case Environment.Value value ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              name.span(),
              "'" + name.text() + "' is a value, and a table is needed");
      case Environment.RowValue value ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              name.span(),
              "'" + name.text() + "' is a value, and a table is needed");
      case Environment.Function function ->
          new TableFunctions(binder, pipelines)
              .lower(new Call(name.span(), name, List.of()), names);
      case null -> stored(name, names);
    };
  }

  private Rows stored(Name name, Environment names) {
    if (name.text().equals("_GetWatchlistAlias")) {
      return new Watchlists(binder).aliases(name.span());
    }
    if (binder.context().catalog().given().functions().containsKey(name.text())) {
      Call call = new Call(name.span(), name, List.of());
      return new TableFunctions(binder, pipelines).lower(call, names);
    }
    StoredRows stored = new StoredRows(binder);
    Catalog catalog = binder.context().catalog();
    SiemFunction function = catalog.kqlFunction(name.text()).orElse(null);
    if (function != null) {
      return stored.of(function.table(), name);
    }
    return stored.of(
        catalog.kqlTable(name.text()).orElseThrow(() -> stored.unknown(name, names)), name);
  }
}
