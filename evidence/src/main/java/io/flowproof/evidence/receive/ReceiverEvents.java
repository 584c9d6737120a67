package io.flowproof.evidence.receive;

import io.flowproof.evidence.custody.Collecting.Outcome;

/** Is told what a receiver does, from several threads at once; must return quickly. */
public interface ReceiverEvents {
  /** Nobody looks. */
  ReceiverEvents NONE =
      new ReceiverEvents() {
        @Override
        public void kept(String protocol, Outcome outcome, long bytes) {}

        @Override
        public void answered(String protocol, int status) {}

        @Override
        public void pending(long bytes) {}

        @Override
        public void failed(String message) {}
      };

  /**
   * A delivery is on the disk, or was there already.
   *
   * @param protocol {@code firehose} or {@code hec}
   * @param bytes the size of its body
   */
  void kept(String protocol, Outcome outcome, long bytes);

  /** A request was answered. */
  void answered(String protocol, int status);

  /** How many bytes of bodies are in memory now. */
  void pending(long bytes);

  /** Something is wrong that the sender cannot mend: the disk is full, for example. */
  void failed(String message);
}
