package io.flowproof.query.catalog;

import static io.flowproof.core.schema.FlowLogField.DSTADDR;
import static io.flowproof.core.schema.FlowLogField.DSTPORT;
import static io.flowproof.core.schema.FlowLogField.END;
import static io.flowproof.core.schema.FlowLogField.SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCPORT;
import static io.flowproof.core.schema.FlowLogField.START;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.util.ArrayList;
import java.util.List;

/**
 * Records under AWS's own names with underscores, which many published searches use although the
 * Splunk Add-on for AWS does not make them, and beside them the add-on's names of addresses and
 * ports. Values are AWS's: {@code action} is ACCEPT or REJECT. Every log format has its fields
 * here.
 */
final class AwsNames {
  private AwsNames() {}

  static final SiemTable TABLE =
      new SiemTable(
          "--index NAME=aws",
          "an index of raw AWS names and values, for searches that were written for them",
          List.of(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW),
          columns());

  private static List<SiemColumn> columns() {
    List<SiemColumn> columns = new ArrayList<>();
    columns.add(
        new SiemColumn("_time", ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(START), "start"));
    for (FlowLogField field : FlowLogField.values()) {
      if (!field.isTransitGateway() && field != START && field != END) {
        columns.add(column(field.columnName(), field));
      }
    }
    columns.add(time("start", START));
    columns.add(time("end", END));
    columns.add(column("src_ip", SRCADDR));
    columns.add(column("src", SRCADDR));
    columns.add(column("dest_ip", DSTADDR));
    columns.add(column("dest", DSTADDR));
    columns.add(column("src_port", SRCPORT));
    columns.add(column("dest_port", DSTPORT));
    return List.copyOf(columns);
  }

  private static SiemColumn column(String name, FlowLogField field) {
    String from = field.awsName();
    return switch (field.kind()) {
      case INT, PORT -> new SiemColumn(name, ColumnKind.INT, r -> r.value(field), from);
      case LONG -> new SiemColumn(name, ColumnKind.LONG, r -> r.value(field), from);
      case TIME -> time(name, field);
      case ADDRESS, TAG, TEXT -> SiemColumn.text(name, field, r -> r.value(field), from);
    };
  }

  private static SiemColumn time(String name, FlowLogField field) {
    return new SiemColumn(
        name, ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(field), field.awsName());
  }
}
