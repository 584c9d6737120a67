package io.flowproof.evidence.receive;

import io.flowproof.evidence.custody.Collecting.Outcome;
import io.flowproof.evidence.custody.SourceObject;
import io.flowproof.evidence.receive.RefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Where both protocols put what they received. */
final class Store {
  private final ReceivedObjects objects;
  private final ReceiverEvents events;
  private final long largest;

  Store(ReceivedObjects objects, ReceiverEvents events, long largest) {
    this.objects = objects;
    this.events = events;
    this.largest = largest;
  }

  /** Keeps a delivery; it is on the disk when this returns. */
  void keep(String protocol, SourceObject object, byte[] bytes) throws RefusedException {
    Outcome outcome;
    try {
      outcome = objects.keep(object, bytes);
    } catch (IOException e) {
      events.failed("A delivery cannot be kept, and was refused: " + e.getMessage());
      throw new RefusedException(Reason.DISK, "It cannot be kept now, send it again later");
    }
    events.kept(protocol, outcome, bytes.length);
  }

  /**
   * The content of a body. It is inflated as it is read, and never longer than a body may be
   * without compression.
   */
  InputStream content(byte[] body, boolean gzip) throws RefusedException {
    InputStream plain = new ByteArrayInputStream(body);
    if (!gzip) {
      return plain;
    }
    try {
      return new Limited(new GZIPInputStream(plain), largest);
    } catch (IOException e) {
      throw new RefusedException(Reason.INVALID, "The body is no gzip: " + e.getMessage());
    }
  }

  /** Fails where a small body inflates to a huge one. */
  private static final class Limited extends java.io.FilterInputStream {
    private final long most;
    private long read;

    Limited(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int count = super.read(into, at, length);
      read += Math.max(0, count);
      if (read > most) {
        throw new IOException("it inflates to more than %,d bytes (--max-body)".formatted(most));
      }
      return count;
    }
  }
}
