package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.enrich.InternalNetworks;

/** What the tokens of one line tell about the whole record, while it is being decoded. */
final class RowFacts {
  /** The place of an end of the flow: no address. */
  static final int NOWHERE = 0;

  /** The place of an end of the flow: an internal network. */
  static final int INSIDE = 1;

  /** The place of an end of the flow: any other address. */
  static final int OUTSIDE = 2;

  final InternalNetworks networks;

  /** True when the table takes NODATA and SKIPDATA records. */
  final boolean takesCoverage;

  final ExtraFields extras = new ExtraFields();

  int source;
  int destination;
  boolean ingress;
  boolean egress;
  LogStatus status = LogStatus.OK;

  RowFacts(InternalNetworks networks, boolean takesCoverage) {
    this.networks = networks;
    this.takesCoverage = takesCoverage;
  }

  void reset() {
    source = NOWHERE;
    destination = NOWHERE;
    ingress = false;
    egress = false;
    status = LogStatus.OK;
    extras.reset();
  }

  int place(boolean internal) {
    return internal ? INSIDE : OUTSIDE;
  }
}
