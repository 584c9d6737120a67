package io.flowproof.flowlog.decode;

/** Cuts the content of a text object into whole lines, in a buffer of bounded size. */
final class TextLines {
  /** Bytes that the decoder may read past a line. */
  static final int SPARE = 64;

  /** What is read at a time: small enough to stay in a processor's cache. */
  private static final int BLOCK = 256 << 10;

  private final LineSink decoder;
  private final byte[] buffer;
  private int length;
  private boolean started;
  private boolean skipping;

  /** Creates a cutter; {@code buffer} may have served another object. */
  TextLines(LineSink decoder, byte[] buffer) {
    this.decoder = decoder;
    this.buffer = buffer;
  }

  static byte[] newBuffer() {
    return new byte[LineDecoder.LONGEST_LINE + BLOCK + SPARE];
  }

  /** Decodes the source to its end. */
  void decode(ByteSource source) {
    while (true) {
      int count = source.read(buffer, length, BLOCK);
      if (count < 0) {
        break;
      }
      int from = length;
      length += count;
      if (!started && length >= 3) {
        started = true;
        skipByteOrderMark();
        from = 0;
      }
      if (skipping) {
        skip();
        from = 0;
      }
      wholeLines(from);
    }
    rest(source);
  }

  private void skipByteOrderMark() {
    if (buffer[0] == (byte) 0xef && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf) {
      keepFrom(3);
    }
  }

  /** Drops the rest of a line that is too long. */
  private void skip() {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        keepFrom(i + 1);
        skipping = false;
        return;
      }
    }
    length = 0;
  }

  private void wholeLines(int from) {
    int end = length;
    while (end > from && buffer[end - 1] != '\n') {
      end--;
    }
    if (end > from) {
      decoder.lines(buffer, 0, end);
      keepFrom(end);
      started = true;
    } else if (length > LineDecoder.LONGEST_LINE) {
      decoder.tooLong(buffer, 0, length);
      skipping = true;
      length = 0;
    }
  }

  private void keepFrom(int start) {
    length -= start;
    System.arraycopy(buffer, start, buffer, 0, length);
  }

  private void rest(ByteSource source) {
    if (length == 0) {
      return;
    }
    if (source.isCut()) {
      decoder.truncated(buffer, 0, length);
    } else {
      buffer[length] = '\n';
      decoder.lines(buffer, 0, length + 1);
    }
  }
}
