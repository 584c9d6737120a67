package io.flowproof.flowlog.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arrow's bitmap of rows that have a value; all have until one is marked. */
final class Validity {
  private byte[] bits;
  private boolean anyNull;

  Validity(int rows) {
    bits = new byte[(rows + 7) >>> 3];
    Arrays.fill(bits, (byte) 0xff);
  }

  void grow(int rows) {
    int old = bits.length;
    bits = Arrays.copyOf(bits, (rows + 7) >>> 3);
    Arrays.fill(bits, old, bits.length, (byte) 0xff);
  }

  void setNull(int row) {
    bits[row >>> 3] &= (byte) ~(1 << (row & 7));
    anyNull = true;
  }

  void setValid(int row) {
    bits[row >>> 3] |= (byte) (1 << (row & 7));
  }

  boolean isNull(int row) {
    return anyNull && (bits[row >>> 3] & 1 << (row & 7)) == 0;
  }

  byte @Nullable [] orNull() {
    return anyNull ? bits : null;
  }

  void reset() {
    if (anyNull) {
      Arrays.fill(bits, (byte) 0xff);
      anyNull = false;
    }
  }
}
