package io.flowproof.flowlog.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip object (RFC 1952), of one member or several. A cut or corrupt member gives
 * what could be inflated before the damage, and ends the object: what follows cannot be told from
 * garbage. A wrong checksum or length is damage too, but the content is given and reading goes on.
 * Zero bytes after a member are padding.
 */
final class GzipSource implements ByteSource, AutoCloseable {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final RawInput raw;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final List<String> damage = new ArrayList<>();
  private int member;
  private byte last = '\n';
  private boolean inMember;
  private boolean atStart;
  private boolean ended;
  private boolean cut;

  GzipSource(RawInput raw) {
    this.raw = raw;
  }

  @Override
  public int read(byte[] into, int at, int most) {
    int count = 0;
    while (!ended && count == 0) {
      if (!inMember && !nextMember()) {
        break;
      }
      count = atStart ? readStart(into, at, most) : inflate(into, at, most);
    }
    if (count > 0) {
      last = into[at + count - 1];
      return count;
    }
    ended = true;
    return -1;
  }

  /**
   * Reads the beginning of a member. A member that begins with a header begins a line of its own,
   * even where the one before did not end its last line.
   */
  private int readStart(byte[] into, int at, int most) {
    atStart = false;
    if (member == 1 || last == '\n' || most < 2) {
      return inflate(into, at, most);
    }
    int count = 0;
    int end = -1;
    while (end < 0 && count < most - 1 && inMember && !ended) {
      int from = at + 1 + count;
      int more = inflate(into, from, most - 1 - count);
      for (int i = from; i < from + more && end < 0; i++) {
        end = into[i] == '\n' ? i : -1;
      }
      count += more;
    }
    if (end > 0 && HeaderLine.names(into, at + 1, into[end - 1] == '\r' ? end - 1 : end) != null) {
      into[at] = '\n';
      return count + 1;
    }
    System.arraycopy(into, at + 1, into, at, count);
    return count;
  }

  /** Inflates some bytes of the member, or 0 when it wants more input or has ended. */
  private int inflate(byte[] into, int at, int most) {
    long before = inflater.getBytesWritten();
    int count;
    try {
      count = inflater.inflate(into, at, most);
      checksum.update(into, at, count);
      if (count == 0) {
        advance();
      }
    } catch (DataFormatException e) {
      count = (int) (inflater.getBytesWritten() - before);
      raw.moveTo(raw.limit() - inflater.getRemaining());
      String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
      stop("gzip data is corrupt near byte " + raw.taken() + ", in member " + member + why);
    }
    return count;
  }

  /** Goes on when the inflater gave nothing: more input, or the end of the member. */
  private void advance() {
    if (inflater.finished()) {
      raw.moveTo(raw.limit() - inflater.getRemaining());
      inMember = false;
      trailer();
    } else if (inflater.needsDictionary()) {
      stop("gzip data is corrupt, in member " + member + " (it asks for a dictionary)");
    } else {
      raw.moveTo(raw.limit());
      if (raw.fill()) {
        inflater.setInput(raw.buffer(), raw.position(), raw.limit() - raw.position());
      } else {
        cut();
      }
    }
  }

  private void cut() {
    stop("gzip data is cut off at byte " + raw.size() + ", in member " + member);
  }

  private void stop(String why) {
    damage.add(why);
    ended = true;
    cut = true;
  }

  private boolean nextMember() {
    while (member > 0 && raw.fill() && raw.buffer()[raw.position()] == 0) {
      raw.next();
    }
    if (!raw.fill()) {
      return false;
    }
    if (!raw.startsWith(0x1f, 0x8b)) {
      long from = raw.taken();
      raw.drain();
      damage.add((raw.size() - from) + " bytes after gzip member " + member + " are not gzip data");
      return false;
    }
    member++;
    if (!header()) {
      return false;
    }
    inflater.reset();
    checksum.reset();
    inMember = true;
    atStart = true;
    if (raw.fill()) {
      inflater.setInput(raw.buffer(), raw.position(), raw.limit() - raw.position());
    }
    return true;
  }

  private boolean header() {
    skip(2);
    int method = raw.next();
    int flags = raw.next();
    skip(6);
    if (method != 8 && raw.fill()) {
      stop("gzip data is corrupt, in the header of member " + member);
      return false;
    }
    if ((flags & EXTRA) != 0) {
      skip(raw.next() | raw.next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    if (!raw.fill()) {
      cut();
      return false;
    }
    return true;
  }

  private void skip(int count) {
    for (int i = 0; i < count && raw.next() >= 0; i++) {
      // The bytes say nothing about the content.
    }
  }

  private void skipText() {
    while (raw.next() > 0) {
      // Up to the zero that ends the text.
    }
  }

  private void trailer() {
    long expected = word();
    long length = word();
    if (length < 0) {
      cut();
      return;
    }
    if (expected != checksum.getValue()) {
      damage.add("gzip member " + member + " fails its checksum");
    } else if (length != (inflater.getBytesWritten() & 0xffffffffL)) {
      damage.add("gzip member " + member + " does not have the length that it states");
    }
  }

  /** The next four bytes as a number, lowest first, or -1 at the end. */
  private long word() {
    long word = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int next = raw.next();
      if (next < 0) {
        return -1;
      }
      word |= (long) next << shift;
    }
    return word;
  }

  @Override
  public List<String> damage() {
    return damage;
  }

  @Override
  public boolean isCut() {
    return cut || raw.isCut();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
