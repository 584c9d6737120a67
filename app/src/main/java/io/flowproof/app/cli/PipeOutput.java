package io.flowproof.app.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream whose reader may go away, as {@code head} does: writing then ends the command instead of
 * going on unread.
 */
final class PipeOutput extends FilterOutputStream {
  /** The reader is gone, or the disk is full. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException(IOException cause) {
      super(cause);
    }

    /** True when a reader went away, which is no problem of anybody's. */
    boolean readerIsGone() {
      return String.valueOf(getMessage()).contains("Broken pipe");
    }
  }

  PipeOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) {
    try {
      out.write(b);
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }
}
