package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;
import java.util.Map;

/** Where flow log records are made: a network interface, or a transit gateway's attachment. */
public sealed interface RecordingPoint permits Eni, TransitAttachment {
  /** The id that outages and flow logs name it by. */
  String id();

  /** True where windows last 60 seconds at most, whatever the flow log's interval. */
  boolean isNitro();

  /** The values that all its records share. */
  Map<FlowLogField, String> values();
}
