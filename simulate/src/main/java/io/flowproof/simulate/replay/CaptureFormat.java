package io.flowproof.simulate.replay;

/** The captures that can be replayed. */
public enum CaptureFormat {
  /** Zeek's conn.log, tab-separated or JSON. */
  ZEEK,
  /** Argus's flows as text with commas ({@code .binetflow}). */
  ARGUS,
  /** NetFlow and IPFIX as nfdump exports them to CSV. */
  NETFLOW,
  /** Packets: pcap and pcapng. */
  PCAP
}
