package io.flowproof.lake.table;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.duckdb.ParquetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The tables of a lake as Iceberg has them. Columns are those of {@link FlowTables}, and for
 * addresses an order-preserving key of 16 bytes and their scope. Timestamps are UTC without a zone.
 * Every column may be null: a log format has the fields that it has.
 */
public final class LakeSchema {
  /** The accounts of the raw objects: what {@code source_id} in the other tables stands for. */
  public static final TableShape SOURCE_OBJECT =
      new TableShape(
          "source_object",
          List.of(
              new ShapeColumn(FlowTables.SOURCE_ID, ColumnType.INT),
              new ShapeColumn("object", ColumnType.TEXT),
              new ShapeColumn("sha256", ColumnType.TEXT),
              new ShapeColumn("bytes", ColumnType.LONG),
              new ShapeColumn("flow_log_id", ColumnType.TEXT),
              new ShapeColumn("lines", ColumnType.LONG),
              new ShapeColumn("flows", ColumnType.LONG),
              new ShapeColumn("nodata", ColumnType.LONG),
              new ShapeColumn("skipdata", ColumnType.LONG),
              new ShapeColumn("rejected", ColumnType.LONG),
              new ShapeColumn("headers", ColumnType.LONG),
              new ShapeColumn("blank", ColumnType.LONG),
              new ShapeColumn("control_messages", ColumnType.LONG),
              new ShapeColumn("first_time", ColumnType.TIMESTAMP),
              new ShapeColumn("last_time", ColumnType.TIMESTAMP),
              new ShapeColumn("detail", ColumnType.TEXT)));

  /** The column that the days of partitions are of. */
  public static final String TIME = FlowLogField.START.columnName();

  /**
   * BINARY: {@code srcaddr} in 16 bytes that sort as addresses do, IPv4 mapped into IPv6. Stored of
   * IPv6 addresses only: of the others {@code srcaddr_ipv4} is, and says the same.
   */
  public static final String SRCADDR_KEY = "srcaddr_key";

  /** BINARY: {@code dstaddr} in the same way. */
  public static final String DSTADDR_KEY = "dstaddr_key";

  /** TEXT: the scope of {@code srcaddr}, see {@link AddressScope}. Not stored. */
  public static final String SRC_SCOPE = "src_scope";

  /** TEXT: the scope of {@code dstaddr}. Not stored. */
  public static final String DST_SCOPE = "dst_scope";

  private static final String MAP_TYPE = "MAP(VARCHAR, VARCHAR)";

  private static final List<TableShape> TABLES =
      Stream.concat(
              FlowTables.all().stream().map(LakeSchema::withAddresses), Stream.of(SOURCE_OBJECT))
          .toList();

  private static final Map<String, String> COMPUTED =
      Map.of(
          SRCADDR_KEY, AddressColumns.key(FlowTables.SRCADDR_IPV4, SRCADDR_KEY),
          DSTADDR_KEY, AddressColumns.key(FlowTables.DSTADDR_IPV4, DSTADDR_KEY),
          SRC_SCOPE, AddressColumns.scope(FlowTables.SRCADDR_IPV4, SRCADDR_KEY),
          DST_SCOPE, AddressColumns.scope(FlowTables.DSTADDR_IPV4, DSTADDR_KEY));

  private LakeSchema() {}

  /** All tables, in the order in which they are committed: the accounts last. */
  public static List<TableShape> tables() {
    return TABLES;
  }

  /** The table of that name. */
  public static TableShape table(String name) {
    return TABLES.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  private static TableShape withAddresses(TableShape table) {
    List<ShapeColumn> columns = new ArrayList<>(table.columns());
    columns.add(new ShapeColumn(SRCADDR_KEY, ColumnType.BYTES));
    columns.add(new ShapeColumn(DSTADDR_KEY, ColumnType.BYTES));
    columns.add(new ShapeColumn(SRC_SCOPE, ColumnType.TEXT));
    columns.add(new ShapeColumn(DST_SCOPE, ColumnType.TEXT));
    return new TableShape(table.name(), List.copyOf(columns));
  }

  /** What a table's columns are that are not stored as they are read, in SQL over what is. */
  public static Map<String, String> computed(TableShape table) {
    return table.name().equals(SOURCE_OBJECT.name()) ? Map.of() : COMPUTED;
  }

  /** True for the tables that are parted by day. */
  public static boolean hasTime(TableShape table) {
    return table.columns().stream().anyMatch(column -> column.name().equals(TIME));
  }

  /** The schema of a new table. */
  static Schema schema(TableShape table) {
    List<Types.NestedField> fields = new ArrayList<>();
    int id = 1;
    for (LakeColumn column : columns(table)) {
      Type type = column.type();
      if (type.isMapType()) {
        type =
            Types.MapType.ofOptional(
                id + 1, id + 2, Types.StringType.get(), Types.StringType.get());
      }
      fields.add(Types.NestedField.optional(id, column.name(), type));
      id += type.isMapType() ? 3 : 1;
    }
    return new Schema(fields);
  }

  /** How a new table is parted. */
  static PartitionSpec spec(TableShape table, Schema schema) {
    return hasTime(table)
        ? PartitionSpec.builderFor(schema).day(TIME).build()
        : PartitionSpec.unpartitioned();
  }

  /** The columns as they are written, with the field ids that the table gave them. */
  public static List<ParquetColumn> parquet(TableShape table, Schema schema) {
    List<ParquetColumn> columns = new ArrayList<>();
    for (LakeColumn column : columns(table)) {
      Types.NestedField field = schema.findField(column.name());
      if (field == null) {
        throw new IllegalStateException(table.name() + " has no column " + column.name());
      }
      List<Integer> parts =
          field.type().isMapType()
              ? List.of(field.type().asMapType().keyId(), field.type().asMapType().valueId())
              : List.of();
      columns.add(
          new ParquetColumn(
              column.name(),
              field.fieldId(),
              column.duckDb(),
              column.expression(),
              column.reads(),
              parts));
    }
    return List.copyOf(columns);
  }

  /** A column: its type there and here, and how it comes from the staged columns. */
  record LakeColumn(String name, Type type, String duckDb, String expression, List<String> reads) {}

  static List<LakeColumn> columns(TableShape table) {
    List<LakeColumn> columns = new ArrayList<>();
    for (ShapeColumn column : table.columns()) {
      if (!column.name().equals(SRC_SCOPE) && !column.name().equals(DST_SCOPE)) {
        columns.add(
            column.name().equals(FlowTables.UNKNOWN_FIELDS) ? unknownFields() : stored(column));
      }
    }
    return columns;
  }

  private static LakeColumn unknownFields() {
    String name = FlowTables.UNKNOWN_FIELDS;
    // Field ids are given by the schema.
    Type map = Types.MapType.ofOptional(1, 2, Types.StringType.get(), Types.StringType.get());
    return new LakeColumn(
        name, map, MAP_TYPE, "CAST(CAST(" + name + " AS JSON) AS " + MAP_TYPE + ")", List.of(name));
  }

  private static LakeColumn stored(ShapeColumn column) {
    String quoted = '"' + column.name() + '"';
    List<String> reads = List.of(column.name());
    return switch (column.type()) {
      case INT -> new LakeColumn(column.name(), Types.IntegerType.get(), "INTEGER", quoted, reads);
      case LONG -> new LakeColumn(column.name(), Types.LongType.get(), "BIGINT", quoted, reads);
      case DOUBLE -> new LakeColumn(column.name(), Types.DoubleType.get(), "DOUBLE", quoted, reads);
      case BOOLEAN ->
          new LakeColumn(column.name(), Types.BooleanType.get(), "BOOLEAN", quoted, reads);
      case TIMESTAMP ->
          new LakeColumn(
              column.name(), Types.TimestampType.withoutZone(), "TIMESTAMP", quoted, reads);
      case TEXT -> new LakeColumn(column.name(), Types.StringType.get(), "VARCHAR", quoted, reads);
      case BYTES -> new LakeColumn(column.name(), Types.BinaryType.get(), "BLOB", quoted, reads);
    };
  }
}
