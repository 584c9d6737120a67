package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Protocols;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the IP header of captured frames. Lengths are the headers' own, so that cut packets count
 * in full; fragments without ports get those of their first.
 */
final class PacketDecoder {
  private static final int MOST_FRAGMENTED = 10_000;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  private final Map<Fragment, Integer> fragments =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Fragment, Integer> eldest) {
          return size() > MOST_FRAGMENTED;
        }
      };

  private record Fragment(IpAddress src, IpAddress dst, int protocol, long id) {}

  void checkLink(int link, String name) {
    switch (link) {
      case 0, 1, 12, 14, 101, 108, 113, 228, 229, 276 -> {}
      default ->
          throw new InvalidCaptureException(
              name
                  + ": Link type "
                  + link
                  + " is not supported (Ethernet, raw IP, Linux cooked"
                  + " and loopback are)");
    }
  }

  void decode(byte[] frame, int link, long micros, long number, CaptureSink sink) {
    int at = start(frame, link);
    if (at < 0 || at >= frame.length) {
      sink.refuse(number, "not IP");
      return;
    }
    int version = (frame[at] & 0xff) >>> 4;
    CapturedPacket packet = null;
    try {
      packet =
          version == 4 ? ipv4(frame, at, micros) : version == 6 ? ipv6(frame, at, micros) : null;
    } catch (IndexOutOfBoundsException e) {
      sink.refuse(number, "cut within its headers");
      return;
    }
    if (packet == null) {
      sink.refuse(number, "not IP");
    } else {
      sink.packet(packet);
    }
  }

  /** Where the IP header begins, or -1. */
  private static int start(byte[] frame, int link) {
    return switch (link) {
      case 1 -> ethernet(frame, 12);
      case 113 -> ethernet(frame, 14);
      case 276 -> frame.length > 20 && isIp(u16(frame, 0)) ? 20 : -1;
      case 0, 108 -> 4;
      default -> 0;
    };
  }

  private static int ethernet(byte[] frame, int typeAt) {
    int at = typeAt;
    while (at + 2 <= frame.length) {
      int type = u16(frame, at);
      if (isIp(type)) {
        return at + 2;
      }
      if (type != 0x8100 && type != 0x88a8 && type != 0x9100) {
        return -1;
      }
      at += 4;
    }
    return -1;
  }

  private static boolean isIp(int type) {
    return type == IPV4 || type == IPV6;
  }

  private static int u16(byte[] frame, int at) {
    return (frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff);
  }

  private CapturedPacket ipv4(byte[] frame, int at, long micros) {
    int header = (frame[at] & 15) * 4;
    int total = u16(frame, at + 2);
    // Offloading leaves the length to the card: 0.
    long bytes = total == 0 ? frame.length - at : total;
    int protocol = frame[at + 9] & 0xff;
    ByteBuffer words = ByteBuffer.wrap(frame);
    IpAddress src = IpAddress.ipv4(words.getInt(at + 12));
    IpAddress dst = IpAddress.ipv4(words.getInt(at + 16));
    int offset = u16(frame, at + 6);
    boolean fragmented = (offset & 0x3fff) != 0;
    Fragment fragment = fragmented ? new Fragment(src, dst, protocol, u16(frame, at + 4)) : null;
    return packet(
        frame,
        at + header,
        micros,
        src,
        dst,
        new Payload(protocol, bytes, fragment, (offset & 0x1fff) == 0));
  }

  private @Nullable CapturedPacket ipv6(byte[] frame, int at, long micros) {
    ByteBuffer words = ByteBuffer.wrap(frame);
    long bytes = 40L + u16(frame, at + 4);
    IpAddress src = IpAddress.ipv6(words.getLong(at + 8), words.getLong(at + 16));
    IpAddress dst = IpAddress.ipv6(words.getLong(at + 24), words.getLong(at + 32));
    int next = frame[at + 6] & 0xff;
    int header = at + 40;
    Fragment fragment = null;
    boolean first = true;
    while (next == 0 || next == 43 || next == 44 || next == 60 || next == 51) {
      int length = (frame[header + 1] & 0xff) * 8 + 8;
      if (next == 44) {
        length = 8;
        first = (u16(frame, header + 2) & 0xfff8) == 0;
        fragment = new Fragment(src, dst, frame[header] & 0xff, words.getInt(header + 4));
      } else if (next == 51) {
        length = (frame[header + 1] & 0xff) * 4 + 8;
      }
      next = frame[header] & 0xff;
      header += length;
      if (!first) {
        break;
      }
    }
    return packet(frame, header, micros, src, dst, new Payload(next, bytes, fragment, first));
  }

  private record Payload(int protocol, long bytes, @Nullable Fragment fragment, boolean first) {}

  private CapturedPacket packet(
      byte[] frame, int at, long micros, IpAddress src, IpAddress dst, Payload payload) {
    int protocol = payload.protocol();
    int ports = 0;
    int flags = 0;
    if (Protocols.hasPorts(protocol)) {
      Fragment fragment = payload.fragment();
      if (payload.first()) {
        ports = ByteBuffer.wrap(frame).getInt(at);
        if (fragment != null) {
          fragments.put(fragment, ports);
        }
      } else if (fragment != null) {
        ports = fragments.getOrDefault(fragment, 0);
      }
      if (protocol == Protocols.TCP && payload.first()) {
        flags = frame[at + 13] & 0x3f;
      }
    }
    return new CapturedPacket(
        micros, src, ports >>> 16, dst, ports & 0xffff, protocol, payload.bytes(), flags);
  }
}
