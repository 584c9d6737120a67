package io.flowproof.flowlog.decode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import io.flowproof.flowlog.enrich.InternalNetworks;
import org.jspecify.annotations.Nullable;

/** The tables that records of one format go to. */
final class OpenFormat {
  final LogFormat format;

  /** Flows, or all records of transit gateways. */
  final OpenTable flows;

  /** True when no column refuses words, so that a header would pass as a record. */
  final boolean takesHeaders;

  private final InternalNetworks networks;
  private @Nullable OpenTable coverage;

  OpenFormat(LogFormat format, InternalNetworks networks) {
    this.format = format;
    this.networks = networks;
    String table = format.isTransitGateway() ? FlowTables.TRANSIT_GATEWAY_FLOW : FlowTables.FLOW;
    flows = new OpenTable(format, table, networks);
    takesHeaders = format.columns().stream().noneMatch(OpenFormat::refusesWords);
  }

  private static boolean refusesWords(LogColumn column) {
    FlowLogField field = column.field();
    return field != null
        && (field == FlowLogField.LOG_STATUS
            || (field == FlowLogField.ACTION)
            || (field.kind() != FlowLogField.Kind.TEXT && field.kind() != FlowLogField.Kind.TAG));
  }

  /** Where NODATA and SKIPDATA records go when {@link #flows} takes none. */
  OpenTable coverage() {
    OpenTable table = coverage;
    if (table == null) {
      table = new OpenTable(format, FlowTables.COVERAGE_WINDOW, networks);
      coverage = table;
    }
    return table;
  }

  void flush(BatchSink sink) {
    flush(flows, sink);
    if (coverage != null) {
      flush(coverage, sink);
    }
  }

  /** Bytes that the arrays take. */
  long size() {
    return flows.rows.size() + (coverage == null ? 0 : coverage.rows.size());
  }

  static void flush(OpenTable table, BatchSink sink) {
    if (table.rows.rows() > 0) {
      sink.accept(table.rows.batch());
      table.rows.clear();
    }
  }
}
