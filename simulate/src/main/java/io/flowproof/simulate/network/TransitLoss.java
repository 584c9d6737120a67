package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;

/** Why a transit gateway loses packets, and the field that counts them. */
public enum TransitLoss {
  /** Its route table has no route to the destination. */
  NO_ROUTE(FlowLogField.PACKETS_LOST_NO_ROUTE),
  /** Its route to the destination is a blackhole. */
  BLACKHOLE(FlowLogField.PACKETS_LOST_BLACKHOLE),
  /** They are larger than the attachment lets through. */
  MTU_EXCEEDED(FlowLogField.PACKETS_LOST_MTU_EXCEEDED),
  /** Routes send them round until their time to live runs out. */
  TTL_EXPIRED(FlowLogField.PACKETS_LOST_TTL_EXPIRED);

  private final FlowLogField field;

  TransitLoss(FlowLogField field) {
    this.field = field;
  }

  /** The field that counts them. */
  public FlowLogField field() {
    return field;
  }
}
