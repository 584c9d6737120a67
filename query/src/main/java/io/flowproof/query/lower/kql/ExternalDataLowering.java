package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.GivenTable;
import io.flowproof.query.catalog.GivenTables.AllowedFile;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code externaldata}: the rows of files that the user allows, and of no others. Columns are found
 * by their place in separated values and in lines, by their name in JSON (Kusto, "externaldata
 * operator", "Data formats supported for ingestion").
 */
final class ExternalDataLowering {
  private static final Set<String> KNOWN_PROPERTIES = Set.of("format", "ignorefirstrecord");

  private static final Set<String> FORMATS =
      Set.of("tsv", "psv", "scsv", "json", "jsonl", "ndjson", "parquet");

  private final Binder binder;
  private final Scalars scalars;
  private final Algebra algebra;

  /** How the rows of one file are read. */
  private record Reading(GivenTable rows, BiFunction<RelNode, Integer, Scalar> column) {}

  ExternalDataLowering(Binder binder) {
    this.binder = binder;
    this.scalars = binder.context().scalars();
    this.algebra = binder.context().algebra();
  }

  Rows lower(KqlOperator.ExternalData data, Environment names) {
    AutoNames taken = new AutoNames(binder);
    data.columns().forEach(c -> taken.written(c.name().text(), c.name().span()));
    Expressions constants =
        new Expressions(binder, new ConstantScope(binder, names.names()), names);
    Map<String, Object> properties = properties(data, constants);
    boolean skipsFirst = Boolean.TRUE.equals(properties.get("ignorefirstrecord"));
    List<RelNode> parts = new ArrayList<>();
    for (KqlExpression address : data.addresses()) {
      Reading reading = reading(address, data, constants, properties);
      RelNode scan = binder.context().catalog().stored(algebra, reading.rows.shape().name());
      RelNode kept = skipsFirst ? algebra.filter(scan, isNotFirst(scan)) : scan;
      List<RexNode> columns = new ArrayList<>();
      for (int i = 0; i < data.columns().size(); i++) {
        columns.add(converted(data.columns().get(i), reading.column.apply(kept, i)));
      }
      columns.add(scalars.number(parts.size()));
      columns.add(algebra.ref(kept, 0));
      parts.add(algebra.project(kept, columns));
    }
    int width = data.columns().size();
    List<Field<KqlType>> fields = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Kql.ColumnType column = data.columns().get(i);
      fields.add(new Field<>(column.name().text(), column.type(), i));
    }
    return new Rows(
        new Relation<>(algebra.union(parts), fields, List.of(width, width + 1), List.of()));
  }

  private RexNode isNotFirst(RelNode scan) {
    return scalars.call(SqlStdOperatorTable.GREATER_THAN, algebra.ref(scan, 0), scalars.number(1));
  }

  private RexNode converted(Kql.ColumnType column, Scalar value) {
    Conversions conversions = new Conversions(binder.values());
    return column.type() == KqlType.DYNAMIC && value.type() == KqlType.STRING
        ? conversions.parsedJson(value).rex()
        : conversions.to(column.type(), value).rex();
  }

  private Map<String, Object> properties(KqlOperator.ExternalData data, Expressions constants) {
    Map<String, Object> properties = new HashMap<>();
    for (Kql.NamedExpression property : data.properties()) {
      String name =
          property.names().isEmpty()
              ? ""
              : property.names().getFirst().text().toLowerCase(Locale.ROOT);
      Object value =
          property.value() instanceof KqlExpression.Name word
              ? word.text()
              : constants.lower(property.value()).constant();
      if (!KNOWN_PROPERTIES.contains(name) || value == null) {
        throw binder.unsupported(property.span(), "The property '" + name + "' of externaldata");
      }
      properties.put(name, value);
    }
    return properties;
  }

  private Reading reading(
      KqlExpression address,
      KqlOperator.ExternalData data,
      Expressions constants,
      Map<String, Object> properties) {
    if (!(constants.lower(address).constant() instanceof String text)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, address.span(), "The address of a file must be a constant string");
    }
    // What follows is a key to a storage account, or asks a service for a version.
    String plain = text.replaceFirst("[;?].*", "");
    Map<String, AllowedFile> files = binder.context().catalog().given().files();
    AllowedFile file = files.getOrDefault(text, files.get(plain));
    if (file == null) {
      throw binder.problem(
          ErrorCode.FORBIDDEN,
          address.span(),
          "No file is allowed for '" + plain + "'",
          "allow one with --allow-file '" + plain + "=FILE'");
    }
    String format =
        properties.containsKey("format")
            ? String.valueOf(properties.get("format")).toLowerCase(Locale.ROOT)
            : ending(plain);
    return of(file, format, data)
        .orElseThrow(
            () ->
                binder.problem(
                    ErrorCode.ARGUMENT,
                    address.span(),
                    "'%s' cannot be read as %s: by its name it is %s"
                        .formatted(file.name(), format, file.format())));
  }

  /** The format that a name tells, csv where it tells none. */
  private static String ending(String address) {
    String name = address.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    String ending = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    return FORMATS.contains(ending) ? ending : "csv";
  }

  private Optional<Reading> of(AllowedFile file, String format, KqlOperator.ExternalData data) {
    return switch (format) {
      case "txt" -> file.lines().map(rows -> new Reading(rows, this::byPlace));
      case "json", "multijson", "singlejson", "parquet", "jsonl", "ndjson" ->
          file.objects().map(rows -> new Reading(rows, (scan, i) -> byName(scan, data, i)));
      case "csv", "tsv", "psv", "scsv" ->
          file.values()
              .filter(rows -> file.format().equals(format))
              .map(rows -> new Reading(rows, this::byPlace));
      default -> Optional.empty();
    };
  }

  /** The text at a place of a row, empty where the row is too short. */
  private Scalar byPlace(RelNode scan, int place) {
    boolean there = place + 1 < scan.getRowType().getFieldCount();
    RexNode text =
        there
            ? scalars.coalesce(Types.TEXT, algebra.ref(scan, place + 1), scalars.text(""))
            : scalars.text("");
    return new Scalar(text, KqlType.STRING);
  }

  private Scalar byName(RelNode scan, KqlOperator.ExternalData data, int column) {
    String name = data.columns().get(column).name().text();
    return binder
        .values()
        .call(
            KqlType.DYNAMIC,
            "JSON_PATH",
            "nullif(CAST(json_extract({0}, {1}) AS VARCHAR), 'null')",
            new Scalar(algebra.ref(scan, 1), KqlType.DYNAMIC),
            binder.values().text("$.\"" + name.replace("\"", "\\\"") + "\""));
  }
}
