package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.catalog.ColumnKind;
import io.flowproof.query.catalog.GivenTable;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.splunk.LookupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables that a user gives beside the logs, as lookups: their rows are read by a query that runs
 * now, every value a text. A lookup of an app or a folder goes before a table of the same name.
 */
final class GivenLookups {
  private static final int MOST = 100_000;

  private final SplContext context;

  GivenLookups(SplContext context) {
    this.context = context;
  }

  /** The table of that name. */
  Optional<GivenTable> find(String name) {
    return Optional.ofNullable(context.shared().catalog().given().tables().get(name));
  }

  /** The names to suggest. */
  List<String> names() {
    return context.shared().catalog().given().tables().keySet().stream().sorted().toList();
  }

  /** The rows; none where nothing can run. */
  LookupTable rows(GivenTable given, FieldName name) {
    Algebra algebra = context.algebra();
    QueryTime always = QueryTime.at(context.shared().time().now());
    Relation<ColumnKind> scanned = context.shared().catalog().scan(algebra, given.table(), always);
    Relation<SplType> fields =
        new Relation<>(
            scanned.plan(),
            scanned.fields().stream()
                .map(f -> new Field<>(f.name(), SplType.of(f.type()), f.index()))
                .toList(),
            scanned.provenance(),
            List.of());
    Row row = new Row(algebra, fields);
    List<Output<SplType>> texts = new ArrayList<>();
    for (Field<SplType> field : fields.fields()) {
      texts.add(
          new Output<>(field.name(), context.scalars().toText(row.value(field)), SplType.TEXT));
    }
    Relation<SplType> shown = algebra.project(row.relation(), texts);
    List<List<@Nullable Object>> found =
        context
            .shared()
            .stages()
            .rows(algebra.finish(algebra.limit(shown, MOST + 1L)))
            .orElse(List.of());
    if (found.size() > MOST) {
      context.error(
          ErrorCode.TOO_LARGE,
          name.span(),
          "The table '" + name.name() + "' has more than 100,000 rows, too many for a lookup",
          null);
    }
    List<List<@Nullable String>> rows = new ArrayList<>(found.size());
    for (List<@Nullable Object> cells : found) {
      List<@Nullable String> texted = new ArrayList<>(cells.size());
      cells.forEach(cell -> texted.add(cell == null ? null : cell.toString()));
      rows.add(texted);
    }
    return new LookupTable(shown.names(), rows);
  }
}
