package io.flowproof.detection.session;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Community ID of a connection, version 1 with seed 0, by which Zeek, Suricata and others name
 * the same connection (Corelight, "Community ID Flow Hashing",
 * https://github.com/corelight/community-id-spec). Flow logs have no type and code of ICMP, which
 * its hash needs: there it is null.
 */
public final class CommunityId {
  /** {@code fp_community_id(address, address, protocol, port, port)}; -1 stands for no port. */
  public static final JavaFunction FUNCTION =
      new JavaFunction(
          "fp_community_id",
          List.of(ColumnType.TEXT, ColumnType.TEXT, ColumnType.INT, ColumnType.INT, ColumnType.INT),
          ColumnType.TEXT,
          CommunityId::apply);

  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP6 = 58;
  private static final int SCTP = 132;
  private static final byte[] SEED = new byte[2];

  private CommunityId() {}

  private static @Nullable Object apply(@Nullable Object[] arguments) {
    return of(
        String.valueOf(arguments[0]),
        String.valueOf(arguments[1]),
        number(arguments[2]),
        number(arguments[3]),
        number(arguments[4]));
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : -1;
  }

  /**
   * The same for both directions.
   *
   * @param from an address, in any form
   * @param to the other end's, of the same version
   * @param protocol its number
   * @param fromPort the port at {@code from}; -1 for none
   * @param toPort the port at {@code to}
   * @return null where there is none: no addresses, two versions of IP, a port that is missing,
   *     ICMP
   */
  static @Nullable String of(String from, String to, int protocol, int fromPort, int toPort) {
    byte[] one = bytes(from);
    byte[] other = bytes(to);
    boolean hasPorts = protocol == TCP || protocol == UDP || protocol == SCTP;
    if (one == null
        || other == null
        || one.length != other.length
        || protocol < 0
        || protocol == ICMP
        || protocol == ICMP6
        || (hasPorts && (fromPort < 0 || toPort < 0))) {
      return null;
    }
    int order = java.util.Arrays.compareUnsigned(one, other);
    boolean inOrder = order < 0 || (order == 0 && (!hasPorts || fromPort <= toPort));
    MessageDigest digest = sha1();
    digest.update(SEED);
    digest.update(inOrder ? one : other);
    digest.update(inOrder ? other : one);
    digest.update((byte) protocol);
    digest.update((byte) 0);
    if (hasPorts) {
      digest.update(
          ByteBuffer.allocate(2 * Short.BYTES)
              .putShort((short) (inOrder ? fromPort : toPort))
              .putShort((short) (inOrder ? toPort : fromPort))
              .array());
    }
    return "1:" + Base64.getEncoder().encodeToString(digest.digest());
  }

  private static byte @Nullable [] bytes(String address) {
    AddressReader reader = new AddressReader();
    if (!reader.read(address)) {
      return null;
    }
    return reader.isIpv6()
        ? ByteBuffer.allocate(2 * Long.BYTES).putLong(reader.high()).putLong(reader.low()).array()
        : ByteBuffer.allocate(Integer.BYTES).putInt((int) reader.low()).array();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1", e);
    }
  }
}
