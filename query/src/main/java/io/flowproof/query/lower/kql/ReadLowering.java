package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.ColumnKind;
import io.flowproof.query.catalog.SiemTable;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.LoweringContext;
import java.util.ArrayList;
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

  private Rows rows(KqlExpression table, Environment names) {
    return switch (table) {
      case Name name -> named(name, names);
      case Call call -> new TableFunctions(binder, pipelines).lower(call, names);
      case KqlExpression.Tabular tabular -> pipelines.lower(tabular.pipeline(), names);
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
        binder.enter(name.span());
        yield pipelines.lower(table.pipeline(), table.names());
      }
      case Environment.Given given -> given.rows();
      case Environment.Broken broken -> throw new UnboundException();
      case Environment.Value value ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              name.span(),
              "'" + name.text() + "' is a value, and a table is needed");
      case Environment.Function function ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              name.span(),
              "'" + name.text() + "' is a function",
              "call it: " + name.text() + "()");
      case null -> stored(name, names);
    };
  }

  private Rows stored(Name name, Environment names) {
    LoweringContext context = binder.context();
    Catalog catalog = context.catalog();
    SiemTable table = catalog.kqlTable(name.text()).orElse(null);
    if (table == null) {
      List<String> known = new ArrayList<>(catalog.kqlTableNames());
      known.addAll(names.names());
      String near = Suggestion.didYouMean(name.text(), known);
      throw binder.problem(
          ErrorCode.UNKNOWN_TABLE,
          name.span(),
          "Unknown table '" + name.text() + "'",
          near != null ? near : "known are " + String.join(", ", catalog.kqlTableNames()));
    }
    if (!catalog.hasLogs()) {
      throw binder.problem(
          ErrorCode.UNKNOWN_TABLE,
          name.span(),
          "The table '" + name.text() + "' needs logs",
          "give them with --logs PATH");
    }
    Relation<ColumnKind> relation = catalog.scan(context.algebra(), table, context.time());
    List<Field<KqlType>> fields =
        relation.fields().stream()
            .map(f -> new Field<>(f.name(), type(f.type()), f.index()))
            .toList();
    return new Rows(
        new Relation<>(
            relation.plan(),
            fields,
            relation.provenance(),
            relation.order(),
            relation.addressKeys()));
  }

  private static KqlType type(ColumnKind kind) {
    return switch (kind) {
      case TEXT -> KqlType.STRING;
      case INT -> KqlType.INT;
      case LONG -> KqlType.LONG;
      case DATETIME -> KqlType.DATETIME;
      case EPOCH_SECONDS -> KqlType.REAL;
    };
  }
}
