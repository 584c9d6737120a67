package io.flowproof.flowlog.decode;

/** Takes the lines of one object, in order, and numbers them from 1. */
interface LineSink {

  /**
   * Takes {@code bytes[from..to)}, whole lines that each end with a line feed; the array has at
   * least 64 spare bytes after them.
   */
  void lines(byte[] bytes, int from, int to);

  /** Takes one event of JSON; {@code bytes[to..]} has at least 64 spare bytes. */
  void event(byte[] bytes, int from, int to);

  /** Takes the beginning of a line that is longer than what is decoded. */
  void tooLong(byte[] bytes, int from, int to);

  /** Takes what stands before damage, a line without its end; blank is nothing. */
  void truncated(byte[] bytes, int from, int to);

  /** Takes the place where JSON is broken. */
  void broken(Problem problem, byte[] text);
}
