package io.flowproof.flowlog.enrich;

import io.flowproof.core.address.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small databases in the MaxMind DB format (specification 2.0: a binary tree with records of
 * 32 bits over IPv6 addresses, a data section, metadata), to test what reads them.
 */
public final class MmdbFile {
  private static final int STRING = 2;
  private static final int UNSIGNED_32 = 6;
  private static final int MAP = 7;
  private static final int ARRAY = 11;
  private static final int EXTENDED = 7;

  /** A node: for each bit a node, -1 for nothing, or the offset of data as -2 - offset. */
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {-1, -1}));

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final String type;

  /** A database that says it is of that type. */
  public MmdbFile(String type) {
    this.type = type;
  }

  /** Says something of a network. */
  public MmdbFile put(String cidr, Map<String, Object> entry) {
    Network network = Network.parse(cidr).orElseThrow();
    // IPv4 lies at ::/96 in such a tree, without the ffff of mapped addresses.
    long low = network.ipv6() ? network.low() : network.low() & 0xffff_ffffL;
    int offset = data.size();
    write(entry, data);
    int node = 0;
    for (int i = 0; i < network.bits(); i++) {
      long half = i < 64 ? network.high() : low;
      int bit = (int) (half >>> (63 - i % 64)) & 1;
      if (i == network.bits() - 1) {
        nodes.get(node)[bit] = -2 - offset;
      } else {
        if (nodes.get(node)[bit] < 0) {
          nodes.add(new int[] {-1, -1});
          nodes.get(node)[bit] = nodes.size() - 1;
        }
        node = nodes.get(node)[bit];
      }
    }
    return this;
  }

  /** Writes the file. */
  public Path write(Path file) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value = record >= 0 ? record : record == -1 ? nodes.size() : data(record);
        all.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
      }
    }
    all.writeBytes(new byte[16]);
    all.writeBytes(data.toByteArray());
    all.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    all.writeBytes("MaxMind.com".getBytes(StandardCharsets.UTF_8));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_715_000_000);
    metadata.put("database_type", type);
    metadata.put("ip_version", 6);
    metadata.put("languages", List.of("en"));
    metadata.put("description", Map.of("en", "invented"));
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", 32);
    write(metadata, all);
    try {
      return Files.write(file, all.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int data(int record) {
    return nodes.size() + 16 + (-2 - record);
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(STRING, bytes.length, out);
        out.writeBytes(bytes);
      }
      case Integer number -> {
        control(UNSIGNED_32, 4, out);
        out.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
      }
      case Map<?, ?> map -> {
        control(MAP, map.size(), out);
        map.forEach(
            (key, inner) -> {
              write(key, out);
              write(inner, out);
            });
      }
      case List<?> list -> {
        control(ARRAY, list.size(), out);
        list.forEach(inner -> write(inner, out));
      }
      default -> throw new IllegalArgumentException(value.toString());
    }
  }

  private static void control(int type, int size, ByteArrayOutputStream out) {
    if (size >= 29) {
      out.write(type << 5 | 29);
      out.write(size - 29);
    } else if (type > EXTENDED) {
      out.write(size);
      out.write(type - EXTENDED);
    } else {
      out.write(type << 5 | size);
    }
  }
}
