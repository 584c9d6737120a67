package io.flowproof.core.schema;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The physical tables that decoded records fill: {@code flow} (records with traffic), {@code
 * coverage_window} (NODATA and SKIPDATA: facts about visibility, not flows), {@code
 * transit_gateway_flow}. A field that the log format lacks, and a token {@code -}, is null.
 *
 * <p>Provenance, in every table: {@code source_id} is the raw object's number, {@code source_line}
 * its physical line (first line 1; in JSON the event's index).
 */
public final class FlowTables {
  /** Records with traffic. */
  public static final String FLOW = "flow";

  /** NODATA and SKIPDATA records. */
  public static final String COVERAGE_WINDOW = "coverage_window";

  /** Records of Transit Gateways, with traffic or without. */
  public static final String TRANSIT_GATEWAY_FLOW = "transit_gateway_flow";

  /** INT: the raw object's number, from 0. Never null. */
  public static final String SOURCE_ID = "source_id";

  /** LONG: the physical line in that object, from 1. Never null. */
  public static final String SOURCE_LINE = "source_line";

  /**
   * TEXT, relative to the VPC: {@code inbound}, {@code outbound}, {@code internal}, {@code
   * external} (both ends outside the known networks, and no flow-direction that tells); null
   * without addresses.
   */
  public static final String DIRECTION = "direction";

  /** TEXT: who opened the connection, {@code source}, {@code destination} or {@code unknown}. */
  public static final String INITIATOR = "initiator";

  /** LONG: {@code srcaddr} as an unsigned 32-bit number where it is an IPv4 address, else null. */
  public static final String SRCADDR_IPV4 = "srcaddr_ipv4";

  /** LONG: {@code dstaddr} as an unsigned 32-bit number where it is an IPv4 address, else null. */
  public static final String DSTADDR_IPV4 = "dstaddr_ipv4";

  /**
   * INT: which of the three formats of the Splunk Add-on for AWS the record has: 0 none, 1 the
   * version 2 default, 2 version 5 in AWS's order, 3 version 5 in alphabetical order.
   */
  public static final String SPLUNK_FORMAT = "splunk_format";

  /**
   * LONG: which fields the record's log format has, a bit each (see {@link #presenceBit}). A null
   * in a field that is there was a {@code -}. Never null.
   */
  public static final String FIELDS_PRESENT = "fields_present";

  /** TEXT: a JSON object of the fields with names that no known version has, or null. */
  public static final String UNKNOWN_FIELDS = "unknown_fields";

  private static final List<FlowLogField> VPC_FIELDS =
      Arrays.stream(FlowLogField.values()).filter(field -> !field.isTransitGateway()).toList();

  private static final List<ShapeColumn> DERIVED =
      List.of(
          new ShapeColumn(DIRECTION, ColumnType.TEXT), new ShapeColumn(INITIATOR, ColumnType.TEXT));

  private static final List<ShapeColumn> COMMON =
      List.of(
          new ShapeColumn(SRCADDR_IPV4, ColumnType.LONG),
          new ShapeColumn(DSTADDR_IPV4, ColumnType.LONG),
          new ShapeColumn(SPLUNK_FORMAT, ColumnType.INT),
          new ShapeColumn(FIELDS_PRESENT, ColumnType.LONG),
          new ShapeColumn(UNKNOWN_FIELDS, ColumnType.TEXT),
          new ShapeColumn(SOURCE_ID, ColumnType.INT),
          new ShapeColumn(SOURCE_LINE, ColumnType.LONG));

  private FlowTables() {}

  /**
   * The bit of a field in {@link #FIELDS_PRESENT}: the fields of VPC logs count from 0 in AWS's
   * order, those of Transit Gateways only have none (0).
   */
  public static long presenceBit(FlowLogField field) {
    int place = VPC_FIELDS.indexOf(field);
    return place < 0 ? 0 : 1L << place;
  }

  /** The table of that name. */
  public static TableShape named(String name) {
    return all().stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** All three tables. */
  public static List<TableShape> all() {
    return List.of(
        table(FLOW, field -> !field.isTransitGateway(), DERIVED),
        table(COVERAGE_WINDOW, field -> !field.isTransitGateway(), List.of()),
        table(
            TRANSIT_GATEWAY_FLOW,
            field ->
                field.isTransitGateway()
                    || (field.version() <= 5
                        && field != FlowLogField.ACTION
                        && field != FlowLogField.INTERFACE_ID),
            DERIVED));
  }

  private static TableShape table(
      String name, Predicate<FlowLogField> has, List<ShapeColumn> derived) {
    List<ShapeColumn> columns = new ArrayList<>();
    Arrays.stream(FlowLogField.values())
        .filter(has)
        .forEach(f -> columns.add(new ShapeColumn(f.columnName(), f.kind().columnType())));
    columns.addAll(derived);
    columns.addAll(COMMON);
    return new TableShape(name, List.copyOf(columns));
  }
}
