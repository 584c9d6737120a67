package io.flowproof.simulate.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads packets of pcap and pcapng files (IETF drafts "PCAP Capture File Format" and "PCAP Now
 * Generic Capture File Format"), either byte order, microseconds or nanoseconds.
 */
final class PcapReader {
  private static final int PCAP_MICROS = 0xa1b2c3d4;
  private static final int PCAP_NANOS = 0xa1b23c4d;
  private static final int SECTION = 0x0a0d0d0a;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int OLD_PACKET = 2;
  private static final int LARGEST = 1 << 26;

  private final String name;
  private final PacketDecoder decoder = new PacketDecoder();
  private long number;

  PcapReader(String name) {
    this.name = name;
  }

  void read(Path file, CaptureSink sink) throws IOException {
    try (InputStream in = CaptureFile.open(file)) {
      byte[] magic = in.readNBytes(4);
      int big = magic.length < 4 ? 0 : ByteBuffer.wrap(magic).getInt();
      int little = Integer.reverseBytes(big);
      if (big == SECTION) {
        sections(in, sink);
      } else if (big == PCAP_MICROS || big == PCAP_NANOS) {
        packets(in, ByteOrder.BIG_ENDIAN, big == PCAP_NANOS, sink);
      } else if (little == PCAP_MICROS || little == PCAP_NANOS) {
        packets(in, ByteOrder.LITTLE_ENDIAN, little == PCAP_NANOS, sink);
      } else {
        throw new InvalidCaptureException(
            name + ": This is neither pcap nor pcapng (it begins with %08x)".formatted(big));
      }
    } catch (EOFException e) {
      sink.refuse(number + 1, "the file ends within a packet");
    }
  }

  private void packets(InputStream in, ByteOrder order, boolean nanos, CaptureSink sink)
      throws IOException {
    ByteBuffer header = block(in, 20, order);
    int link = header.getInt(16) & 0x0fff_ffff;
    decoder.checkLink(link, name);
    while (true) {
      byte[] head = in.readNBytes(16);
      if (head.length == 0) {
        return;
      }
      if (head.length < 16) {
        throw new EOFException();
      }
      number++;
      ByteBuffer packet = ByteBuffer.wrap(head).order(order);
      long seconds = packet.getInt(0) & 0xffff_ffffL;
      long fraction = packet.getInt(4) & 0xffff_ffffL;
      int length = packet.getInt(8);
      long micros = seconds * 1_000_000 + (nanos ? fraction / 1000 : fraction);
      decoder.decode(block(in, length, order).array(), link, micros, number, sink);
    }
  }

  private ByteBuffer block(InputStream in, int length, ByteOrder order) throws IOException {
    if (length < 0 || length > LARGEST) {
      throw new InvalidCaptureException(
          name + ": Packet " + number + " says that it has " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).order(order);
  }

  /** An interface of a pcapng section. */
  private record Interface(int link, double ticksInMicros) {}

  private void sections(InputStream in, CaptureSink sink) throws IOException {
    ByteOrder order = section(in);
    List<Interface> interfaces = new ArrayList<>();
    while (true) {
      byte[] type = in.readNBytes(4);
      if (type.length == 0) {
        return;
      }
      if (type.length < 4) {
        throw new EOFException();
      }
      int kind = ByteBuffer.wrap(type).order(order).getInt();
      if (kind == SECTION) {
        order = section(in);
        interfaces.clear();
        continue;
      }
      int length = block(in, 4, order).getInt();
      ByteBuffer body = block(in, length - 8, order);
      switch (kind) {
        case INTERFACE -> interfaces.add(anInterface(body));
        case ENHANCED_PACKET -> enhanced(body, interfaces, sink);
        case SIMPLE_PACKET, OLD_PACKET ->
            sink.refuse(++number, "a packet block without a time, or of the obsolete kind");
        default -> {}
      }
    }
  }

  /** The rest of a section header, after its type. */
  private ByteOrder section(InputStream in) throws IOException {
    byte[] head = in.readNBytes(8);
    if (head.length < 8) {
      throw new EOFException();
    }
    ByteOrder order =
        ByteBuffer.wrap(head).getInt(4) == BYTE_ORDER
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    block(in, ByteBuffer.wrap(head).order(order).getInt(0) - 12, order);
    return order;
  }

  private Interface anInterface(ByteBuffer body) {
    int link = body.getShort(0) & 0xffff;
    decoder.checkLink(link, name);
    double ticks = 1;
    int at = 8;
    while (at + 4 <= body.limit() - 4) {
      int code = body.getShort(at) & 0xffff;
      int length = body.getShort(at + 2) & 0xffff;
      if (code == 0) {
        break;
      }
      if (code == 9 && length == 1) {
        int exponent = body.get(at + 4);
        ticks = exponent >= 0 ? Math.pow(10, 6 - exponent) : 1e6 * Math.pow(2, -(exponent & 0x7f));
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return new Interface(link, ticks);
  }

  private void enhanced(ByteBuffer body, List<Interface> interfaces, CaptureSink sink) {
    number++;
    int id = body.getInt(0);
    if (id < 0 || id >= interfaces.size()) {
      sink.refuse(number, "a packet of an interface that the file does not describe");
      return;
    }
    Interface from = interfaces.get(id);
    long ticks = (body.getInt(4) & 0xffff_ffffL) << 32 | (body.getInt(8) & 0xffff_ffffL);
    long micros = from.ticksInMicros() == 1 ? ticks : (long) (ticks * from.ticksInMicros());
    int length = Math.min(body.getInt(12), body.limit() - 20);
    byte[] packet = new byte[Math.max(0, length)];
    body.get(20, packet);
    decoder.decode(packet, from.link(), micros, number, sink);
  }
}
