package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code hash()} and {@code hash_xxhash64()}: XXH64 with seed 0 of a text's UTF-8, or of the eight
 * bytes of a number (xxHash specification, section "XXH64 algorithm description").
 */
final class Hashes {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;

  /** The first prime and the second together, as 64 bits have it. */
  private static final long FIRST_LANE = 0x60EA27EEADC0B5D6L;

  private static final long P5 = 0x27D4EB2F165667C5L;

  private Hashes() {}

  static Long of(Arguments a) {
    long hash = xxh64(bytes(a.node(0)));
    long modulo = a.number(1, 0);
    return modulo > 0 ? Math.floorMod(hash, modulo) : hash;
  }

  private static byte[] bytes(JsonNode value) {
    if (value.isIntegralNumber()) {
      return eight(value.longValue());
    }
    if (value.isFloatingPointNumber()) {
      return eight(Double.doubleToRawLongBits(value.doubleValue()));
    }
    if (value.isBoolean()) {
      return new byte[] {(byte) (value.booleanValue() ? 1 : 0)};
    }
    return Json.text(value).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] eight(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }

  static long xxh64(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long hash;
    if (bytes.length >= 32) {
      long[] lanes = {FIRST_LANE, P2, 0, -P1};
      while (in.remaining() >= 32) {
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = round(lanes[i], in.getLong());
        }
      }
      hash =
          Long.rotateLeft(lanes[0], 1)
              + Long.rotateLeft(lanes[1], 7)
              + Long.rotateLeft(lanes[2], 12)
              + Long.rotateLeft(lanes[3], 18);
      for (long lane : lanes) {
        hash = (hash ^ round(0, lane)) * P1 + P4;
      }
    } else {
      hash = P5;
    }
    return finish(hash + bytes.length, in);
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long finish(long start, ByteBuffer in) {
    long hash = start;
    while (in.remaining() >= Long.BYTES) {
      hash = Long.rotateLeft(hash ^ round(0, in.getLong()), 27) * P1 + P4;
    }
    if (in.remaining() >= Integer.BYTES) {
      hash = Long.rotateLeft(hash ^ (Integer.toUnsignedLong(in.getInt()) * P1), 23) * P2 + P3;
    }
    while (in.hasRemaining()) {
      hash = Long.rotateLeft(hash ^ ((in.get() & 0xFF) * P5), 11) * P1;
    }
    hash = (hash ^ (hash >>> 33)) * P2;
    hash = (hash ^ (hash >>> 29)) * P3;
    return hash ^ (hash >>> 32);
  }
}
