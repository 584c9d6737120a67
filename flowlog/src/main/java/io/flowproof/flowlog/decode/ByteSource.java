package io.flowproof.flowlog.decode;

import java.util.List;

/**
 * The bytes of an object as its container holds them. It does not throw when the object is damaged
 * or cannot be read: it gives every byte before the damage, then ends, and says what was wrong.
 */
interface ByteSource {
  /**
   * Reads some bytes, at least one.
   *
   * @return how many, or -1 at the end
   */
  int read(byte[] into, int at, int most);

  /** What is wrong, in words; complete once the end was read. */
  List<String> damage();

  /** True when, at the end, more bytes should have come: what was read last may be cut. */
  boolean isCut();
}
