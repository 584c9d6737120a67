package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.ColumnKind;
import io.flowproof.query.catalog.SiemTable;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.LoweringContext;
import java.util.ArrayList;
import java.util.List;

/** The rows of the catalog's tables. */
final class StoredRows {
  private final Binder binder;

  StoredRows(Binder binder) {
    this.binder = binder;
  }

  /**
   * All rows of a table that the run may see.
   *
   * @param name what it was called, for the message when it cannot be read
   */
  Rows of(SiemTable table, Name name) {
    LoweringContext context = binder.context();
    Catalog.Missing missing = context.catalog().missing(table);
    if (missing != null) {
      throw binder.unresolved(
          ErrorCode.UNKNOWN_TABLE,
          name,
          "The table '%s' needs %s".formatted(name.text(), missing.what()),
          missing.hint());
    }
    Relation<ColumnKind> relation =
        context.catalog().scan(context.algebra(), table, context.time());
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

  /** Reports a name that is no table here: one of other logs, or none that is known. */
  UnboundException unknown(Name name, Environment names) {
    Catalog catalog = binder.context().catalog();
    String holds = KnownTables.holds(name.text());
    if (holds != null) {
      return binder.unresolved(
          ErrorCode.UNKNOWN_TABLE,
          name,
          "The table '%s' is not here: it holds %s, and VPC Flow Logs fill AWSVPCFlow and"
                  .formatted(name.text(), holds)
              + " _Im_NetworkSession",
          KnownTables.isParser(name.text())
              ? null
              : "rows of it can be given with --table " + name.text() + "=FILE");
    }
    List<String> known = new ArrayList<>(catalog.kqlTableNames());
    known.addAll(names.names());
    String near = Suggestion.didYouMean(name.text(), known);
    return binder.unresolved(
        ErrorCode.UNKNOWN_TABLE,
        name,
        "Unknown table '" + name.text() + "'",
        near != null ? near : "known are " + String.join(", ", catalog.kqlTableNames()));
  }

  /** Kusto's type of a column. */
  static KqlType type(ColumnKind kind) {
    return switch (kind) {
      case TEXT -> KqlType.STRING;
      case INT -> KqlType.INT;
      case LONG -> KqlType.LONG;
      case REAL, EPOCH_SECONDS -> KqlType.REAL;
      case BOOL -> KqlType.BOOL;
      case DYNAMIC -> KqlType.DYNAMIC;
      case DATETIME -> KqlType.DATETIME;
    };
  }
}
