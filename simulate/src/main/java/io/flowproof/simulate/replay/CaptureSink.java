package io.flowproof.simulate.replay;

/** Takes what a capture holds. */
interface CaptureSink {
  /** A connection, or one direction of one. */
  void flow(CapturedFlow flow);

  /** A packet. */
  void packet(CapturedPacket packet);

  /**
   * Something that cannot be replayed.
   *
   * @param place the line or packet, from 1
   * @param reason why
   */
  void refuse(long place, String reason);
}
