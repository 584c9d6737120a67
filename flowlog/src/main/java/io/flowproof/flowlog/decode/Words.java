package io.flowproof.flowlog.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time: the decoder finds the end of a token and the value of its digits with a
 * few operations on a {@code long}. Byte arrays that are read so have {@link #BYTES} spare bytes
 * past what they hold.
 */
final class Words {
  /** Bytes in a word. */
  static final int BYTES = 8;

  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final long ZEROS = 0x3030303030303030L;

  private Words() {}

  /** The word at {@code at}, its first byte lowest. */
  static long get(byte[] bytes, int at) {
    return (long) LITTLE.get(bytes, at);
  }

  /** Writes a word, its lowest byte first. */
  static void put(byte[] bytes, int at, long word) {
    LITTLE.set(bytes, at, word);
  }

  /**
   * How many bytes from the lowest up are printable ASCII without the space (0x21 to 0x7e), 0 to 8.
   */
  static int printable(long word) {
    long stops = (word - 0x2121212121212121L | word | word + 0x0101010101010101L) & TOP_BITS;
    return Long.numberOfTrailingZeros(stops) >>> 3;
  }

  /** How many bytes from the lowest up are decimal digits, 0 to 8. */
  static int digits(long word) {
    long values = word ^ ZEROS;
    long stops = (values + 0x7676767676767676L | values) & TOP_BITS;
    return Long.numberOfTrailingZeros(stops) >>> 3;
  }

  /** The number that the lowest {@code count} bytes, 1 to 8 digits, write in decimal. */
  static int number(long word, int count) {
    long values = (word ^ ZEROS) << (64 - (count << 3));
    values = ((values & 0x0f0f0f0f0f0f0f0fL) * 2561) >>> 8;
    values = ((values & 0x00ff00ff00ff00ffL) * 6553601) >>> 16;
    return (int) (((values & 0x0000ffff0000ffffL) * 42949672960001L) >>> 32);
  }

  /** The first eight bytes of an ASCII text as a word, missing ones 0. */
  static long of(String ascii) {
    long word = 0;
    for (int i = Math.min(ascii.length(), BYTES) - 1; i >= 0; i--) {
      word = word << 8 | ascii.charAt(i);
    }
    return word;
  }
}
