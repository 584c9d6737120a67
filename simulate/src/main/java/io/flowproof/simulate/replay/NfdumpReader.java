package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Protocols;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads NetFlow and IPFIX as {@code nfdump -o csv} exports them, with the column names of nfdump
 * 1.6 ({@code ts,te,td,sa,da,…}) and 1.7 ({@code firstSeen,duration,proto,srcAddr,…}). Times are
 * taken as UTC. A flow is one direction, unless it has output counters too. Flags are those of all
 * packets together, so that who opened a connection shows only when both directions are seen.
 */
final class NfdumpReader {
  private final String name;

  NfdumpReader(String name) {
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
        if (line.startsWith("Summary")) {
          break;
        }
        List<String> words = CsvLine.split(line);
        if (heading.isEmpty()) {
          heading = heading(words, number);
          continue;
        }
        try {
          sink.flow(flow(ArgusReader.columns(heading, words), name + ":" + number));
        } catch (IllegalArgumentException e) {
          sink.refuse(number, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private List<String> heading(List<String> words, long number) {
    List<String> names = words.stream().map(String::strip).toList();
    if (!names.contains("sa") && !names.contains("srcAddr")) {
      throw new InvalidCaptureException(
          name
              + ":"
              + number
              + ": This is no CSV of nfdump (its first line must name the columns"
              + " ts, td, sa, da, … or firstSeen, duration, srcAddr, …)");
    }
    return names;
  }

  private static CapturedFlow flow(Columns line, String source) {
    IpAddress src = line.address("sa", "srcAddr");
    IpAddress dst = line.address("da", "dstAddr");
    int protocol = line.protocol(src, "pr", "proto");
    String flags = flags(line.find("flg", "flags"));
    boolean tcp = protocol == Protocols.TCP;
    long packets = line.countOr(0, "ipkt", "packets", "inPackets");
    long bytes = line.countOr(0, "ibyt", "bytes", "inBytes");
    long back = line.countOr(0, "opkt", "outPackets");
    long backBytes = line.countOr(0, "obyt", "outBytes");
    boolean syn = tcp && flags.contains("S");
    return new CapturedFlow(
        line.time("ts", "firstSeen"),
        line.duration("td", "duration"),
        src,
        line.port(protocol, "sp", "srcPort"),
        dst,
        line.port(protocol, "dp", "dstPort"),
        protocol,
        new CapturedFlow.Side(
            packets, bytes, syn, false, tcp && flags.contains("F"), tcp && flags.contains("R")),
        new CapturedFlow.Side(back, backBytes, syn, true, tcp && flags.contains("F"), false),
        true,
        line.find("label"),
        source);
  }

  private static String flags(@Nullable String given) {
    if (given == null) {
      return "";
    }
    String text = given.strip();
    if (text.matches("(0x[0-9A-Fa-f]+|\\d+)")) {
      int bits = Integer.decode(text);
      StringBuilder letters = new StringBuilder();
      String names = "FSRPAU";
      for (int i = 0; i < names.length(); i++) {
        if ((bits >> i & 1) == 1) {
          letters.append(names.charAt(i));
        }
      }
      return letters.toString();
    }
    return text.toUpperCase(Locale.ROOT);
  }
}
