package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.ColumnKind;
import io.flowproof.query.catalog.SiemTable;
import java.util.List;

/** The events of one of Splunk's tables, newest first. */
final class Events {
  private Events() {}

  /** The events of a table in a time range; without logs, a problem at {@code span}. */
  static Relation<SplType> of(SiemTable table, QueryTime time, Span span, SplContext context) {
    Catalog catalog = context.shared().catalog();
    if (!catalog.hasLogs()) {
      context.error(
          ErrorCode.UNKNOWN_TABLE, span, "No logs were given to search", "add --logs PATH");
    }
    Algebra algebra = context.algebra();
    Relation<ColumnKind> scanned = catalog.scan(algebra, table, time);
    List<Field<SplType>> fields =
        scanned.fields().stream()
            .map(f -> new Field<>(f.name(), SplType.of(f.type()), f.index()))
            .toList();
    int at = scanned.field("_time").orElseThrow().index();
    SortKey newestFirst = new SortKey(at, SortKey.Direction.DESCENDING, SortKey.Nulls.LAST);
    return new Relation<>(
        scanned.plan(), fields, scanned.provenance(), List.of(newestFirst), scanned.addressKeys());
  }

  /** Has it said when there are flows that the add-on extracts nothing of. */
  static void checkExtraction(QueryTime time, Span span, SplContext context) {
    if (!context.isFirst("extraction")) {
      return;
    }
    context
        .shared()
        .check(
            new LimitCheck(
                span,
                context.shared().catalog().unextracted(context.algebra(), time),
                0,
                "some flows are in a log format that the Splunk Add-on for AWS does not extract:"
                    + " Splunk shows them without fields, and not in a data model"));
  }
}
