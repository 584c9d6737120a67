package io.flowproof.flowlog.decode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.flowlog.decode.ColumnBuilder.Ints;
import io.flowproof.flowlog.decode.ColumnBuilder.Longs;
import io.flowproof.flowlog.decode.ColumnBuilder.Texts;
import io.flowproof.flowlog.enrich.InternalNetworks;
import org.jspecify.annotations.Nullable;

/** A table being filled, and those of its columns that an object's account looks at. */
final class OpenTable {
  final RowBuffer rows;
  final @Nullable Ints version;
  final @Nullable Longs start;
  final @Nullable Longs end;
  final @Nullable Texts interfaceId;
  final @Nullable Texts accountId;

  /** True where records are those of network interfaces, not of transit gateways. */
  final boolean isOfInterfaces;

  OpenTable(LogFormat format, String table, InternalNetworks networks) {
    rows = new RowBuffer(format, table, networks);
    isOfInterfaces = !table.equals(FlowTables.TRANSIT_GATEWAY_FLOW);
    version = rows.ints(FlowLogField.VERSION);
    start = rows.longs(FlowLogField.START);
    end = rows.longs(FlowLogField.END);
    interfaceId = rows.texts(FlowLogField.INTERFACE_ID);
    accountId = rows.texts(FlowLogField.ACCOUNT_ID);
  }

  /** True when the row decoded last, not yet committed, says version 2. */
  boolean isVersion2() {
    return version != null
        && version.values[rows.rows()] == 2
        && !version.validity().isNull(rows.rows());
  }
}
