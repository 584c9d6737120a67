package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Protocols;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Argus's flows as {@code ra} prints them with commas and a heading ({@code .binetflow}).
 * Times are UTC. Byte counts usually include the link layer: 14 bytes of Ethernet are taken off
 * each packet, unless that leaves less than its headers need. Where the source's packets are not
 * given, they are estimated by its share of the bytes.
 */
final class ArgusReader {
  private static final long ETHERNET = 14;
  private static final Set<String> NOT_IP =
      Set.of("arp", "rarp", "llc", "ipx", "ipx/spx", "lldp", "man", "loop");

  private final String name;

  ArgusReader(String name) {
    this.name = name;
  }

  void read(Path file, CaptureSink sink) throws IOException {
    try (BufferedReader lines = CaptureFile.text(file)) {
      List<String> heading = List.of();
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        List<String> words = CsvLine.split(line);
        if (heading.isEmpty()) {
          heading = heading(words, number);
          continue;
        }
        try {
          sink.flow(flow(columns(heading, words), name + ":" + number));
        } catch (IllegalArgumentException e) {
          sink.refuse(number, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private List<String> heading(List<String> words, long number) {
    List<String> names = words.stream().map(String::strip).toList();
    if (!names.containsAll(List.of("StartTime", "SrcAddr", "DstAddr", "TotPkts", "TotBytes"))) {
      throw new InvalidCaptureException(
          name
              + ":"
              + number
              + ": This is no binetflow of Argus (its first line must name the"
              + " columns StartTime, SrcAddr, DstAddr, TotPkts, TotBytes, …)");
    }
    return names;
  }

  static Columns columns(List<String> heading, List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < Math.min(heading.size(), words.size()); i++) {
      values.put(heading.get(i), words.get(i));
    }
    return new Columns(values);
  }

  private static CapturedFlow flow(Columns line, String source) {
    String transport = line.text("Proto");
    if (NOT_IP.contains(transport)) {
      throw new IllegalArgumentException("not IP: " + transport);
    }
    IpAddress src = line.address("SrcAddr");
    IpAddress dst = line.address("DstAddr");
    int protocol =
        switch (transport) {
          case "rtp", "rtcp", "udt" -> Protocols.UDP;
          case String other -> line.protocol(src, "Proto");
        };
    long packets = required(line, "TotPkts");
    long bytes = required(line, "TotBytes");
    long srcBytes = Math.min(bytes, line.countOr(bytes, "SrcBytes"));
    long srcPackets = Math.min(packets, srcPackets(line, packets, bytes, srcBytes));
    boolean tcp = protocol == Protocols.TCP;
    String state = line.find("State");
    Sides sides =
        sides(
            tcp,
            state,
            srcPackets,
            ipBytes(tcp, srcPackets, srcBytes),
            packets - srcPackets,
            ipBytes(tcp, packets - srcPackets, bytes - srcBytes));
    String direction = line.find("Dir");
    boolean turned = direction != null && direction.equals("<-");
    int srcPort = line.port(protocol, "Sport");
    int dstPort = line.port(protocol, "Dport");
    return new CapturedFlow(
        line.time("StartTime"),
        line.duration("Dur"),
        turned ? dst : src,
        turned ? dstPort : srcPort,
        turned ? src : dst,
        turned ? srcPort : dstPort,
        protocol,
        turned ? sides.dst() : sides.src(),
        turned ? sides.src() : sides.dst(),
        true,
        line.find("Label"),
        source);
  }

  private record Sides(CapturedFlow.Side src, CapturedFlow.Side dst) {}

  private static long required(Columns line, String name) {
    Long count = line.count(name);
    if (count == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return count;
  }

  private static long srcPackets(Columns line, long packets, long bytes, long srcBytes) {
    Long given = line.count("SrcPkts");
    if (given != null) {
      return given;
    }
    if (srcBytes == 0 || bytes == 0) {
      return 0;
    }
    if (srcBytes == bytes) {
      return packets;
    }
    return Math.clamp(Math.round((double) packets * srcBytes / bytes), 1, Math.max(1, packets - 1));
  }

  /** Without the link layer, where it is in there. */
  static long ipBytes(boolean tcp, long packets, long bytes) {
    long least = tcp ? 40 : 28;
    return bytes - ETHERNET * packets >= least * packets ? bytes - ETHERNET * packets : bytes;
  }

  /** Flags by the state, {@code SPA_FSPA} or a word; packet counts outrank it. */
  private static Sides sides(
      boolean tcp, @Nullable String state, long there, long thereBytes, long back, long backBytes) {
    if (!tcp) {
      return new Sides(
          CapturedFlow.Side.of(there, thereBytes), CapturedFlow.Side.of(back, backBytes));
    }
    String word = state == null ? "" : state;
    int cut = word.indexOf('_');
    String src =
        cut >= 0
            ? word.substring(0, cut)
            : word.equals("SF") || word.equals("FIN") || word.equals("CLO") ? "SF" : "S";
    String dst =
        cut >= 0
            ? word.substring(cut + 1)
            : src.equals("SF") ? "SAF" : word.equals("REJ") || word.equals("RST") ? "R" : "SA";
    // The side that answers has an ACK with its SYN; if only it has one, the beginning was missed.
    boolean dstOpens = dst.contains("S") && !src.contains("S");
    return new Sides(
        new CapturedFlow.Side(
            there, thereBytes, src.contains("S"), false, src.contains("F"), src.contains("R")),
        new CapturedFlow.Side(
            back,
            backBytes,
            dst.contains("S"),
            !dstOpens || dst.contains("A"),
            dst.contains("F"),
            dst.contains("R")));
  }
}
