package io.flowproof.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes flow logs in which connections have both their directions, at every interface that they
 * cross: hosts that call the services they always call, hosts behind a NAT gateway that call the
 * internet, clients of the internet, scanning; and at noon of the last day somebody who goes by SSH
 * from host to host, eight hosts far. The same seed gives the same bytes. Usage: {@code
 * ConversationGenerator DIR RECORDS DAYS}.
 */
public final class ConversationGenerator {
  private static final long SEED = 20_260_302;
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").getEpochSecond();
  private static final long DAY = 86_400;
  private static final int OBJECTS_A_DAY = 24;
  private static final int HOSTS = 800;
  private static final int PEERS = 12;
  private static final int[] SERVICES = {443, 443, 8080, 5432, 6379, 9092, 53};
  private static final String NAT = "10.0.255.220";
  private static final String HEADER =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start"
          + " end action log-status tcp-flags pkt-srcaddr pkt-dstaddr flow-direction\n";

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final StringBuilder lines = new StringBuilder(1 << 12);
  private long written;

  private ConversationGenerator() {}

  /** Writes the objects, unless the directory is there already. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    long records = Long.parseLong(arguments[1]);
    int days = Integer.parseInt(arguments[2]);
    if (Files.exists(directory.resolve("complete"))) {
      return;
    }
    ConversationGenerator generator = new ConversationGenerator();
    int objects = days * OBJECTS_A_DAY;
    for (int object = 0; object < objects; object++) {
      boolean noon = object == objects - OBJECTS_A_DAY / 2;
      generator.object(directory, object, records * (object + 1) / objects, noon);
    }
    Files.writeString(directory.resolve("complete"), generator.written + " records\n");
  }

  private void object(Path directory, int object, long until, boolean noon) throws IOException {
    long slot = START + object * (DAY / OBJECTS_A_DAY);
    Instant time = Instant.ofEpochSecond(slot);
    String day = DateTimeFormatter.ofPattern("uuuu/MM/dd").format(time.atOffset(ZoneOffset.UTC));
    String stamp =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'").format(time.atOffset(ZoneOffset.UTC));
    Path folder = directory.resolve("AWSLogs/123456789012/vpcflowlogs/us-east-1").resolve(day);
    Files.createDirectories(folder);
    Path file =
        folder.resolve(
            "123456789012_vpcflowlogs_us-east-1_fl-0bench00000000002_%s_%08x.log.gz"
                .formatted(stamp, object));
    try (OutputStream out =
        new BufferedOutputStream(new Fast(Files.newOutputStream(file)), 65_536)) {
      out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
      if (noon) {
        for (int hop = 0; hop < 8; hop++) {
          internal(hop * 90, (hop + 1) * 90, 22, slot + hop * 120L);
          write(out);
        }
      }
      long from = written;
      while (written < until) {
        conversation(slot + (written - from) * (DAY / OBJECTS_A_DAY - 120) / (until - from));
        write(out);
      }
    }
  }

  private void write(OutputStream out) throws IOException {
    out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    lines.setLength(0);
  }

  private void conversation(long start) {
    int kind = random.nextInt(100);
    int host = random.nextInt(HOSTS);
    if (kind < 60) {
      int peer = (host * 31 + random.nextInt(PEERS) * 67) % HOSTS;
      internal(host, peer == host ? (peer + 1) % HOSTS : peer, SERVICES[peer % 7], start);
    } else if (kind < 80) {
      throughNat(host, start);
    } else if (kind < 94) {
      int port = random.nextInt(32_768, 61_000);
      pair("eni-0%016d".formatted(host), outside(), address(host), port, 443, start, false);
    } else {
      record(
              "eni-0%016d".formatted(host),
              outside(),
              address(host),
              40_000,
              1 + random.nextInt(9999))
          .append("1 40 ")
          .append(start)
          .append(' ')
          .append(start)
          .append(" REJECT OK 2");
      packet(outside(), address(host), "ingress");
    }
  }

  private void internal(int client, int server, int port, long start) {
    int from = random.nextInt(32_768, 61_000);
    long state = random.nextLong();
    String[] at = {"eni-0%016d".formatted(client), "eni-0%016d".formatted(server)};
    for (int i = 0; i < 2; i++) {
      SplittableRandom same = new SplittableRandom(state);
      both(same, at[i], address(client), address(server), from, port, start, i == 0);
    }
  }

  private void throughNat(int host, long start) {
    int from = random.nextInt(32_768, 61_000);
    int translated = random.nextInt(1024, 61_000);
    String far = outside();
    long state = random.nextLong();
    String nat = "eni-0nat0000000000000";
    both(
        new SplittableRandom(state),
        "eni-0%016d".formatted(host),
        address(host),
        far,
        from,
        443,
        start,
        true);
    both(new SplittableRandom(state), nat, NAT, far, translated, 443, start, true);
    SplittableRandom same = new SplittableRandom(state);
    int packets = same.nextInt(4, 60);
    counts(
        record(nat, address(host), NAT, from, 443),
        packets,
        packets * same.nextLong(60, 1400),
        start,
        3);
    packet(address(host), far, "ingress");
    counts(
        record(nat, NAT, address(host), 443, from),
        packets,
        packets * same.nextLong(60, 1400),
        start,
        19);
    packet(far, address(host), "egress");
  }

  private void pair(
      String eni, String client, String server, int from, int port, long start, boolean leaves) {
    both(random.split(), eni, client, server, from, port, start, leaves);
  }

  private void both(
      SplittableRandom size,
      String eni,
      String client,
      String server,
      int from,
      int port,
      long start,
      boolean leaves) {
    int packets = size.nextInt(4, 60);
    counts(
        record(eni, client, server, from, port),
        packets,
        packets * size.nextLong(60, 1400),
        start,
        3);
    packet(client, server, leaves ? "egress" : "ingress");
    counts(
        record(eni, server, client, port, from),
        packets,
        packets * size.nextLong(60, 1400),
        start,
        19);
    packet(server, client, leaves ? "ingress" : "egress");
  }

  private StringBuilder record(String eni, String source, String destination, int from, int to) {
    written++;
    return lines
        .append("3 123456789012 ")
        .append(eni)
        .append(' ')
        .append(source)
        .append(' ')
        .append(destination)
        .append(' ')
        .append(from)
        .append(' ')
        .append(to)
        .append(" 6 ");
  }

  private static void counts(StringBuilder line, int packets, long bytes, long start, int flags) {
    line.append(packets)
        .append(' ')
        .append(bytes)
        .append(' ')
        .append(start)
        .append(' ')
        .append(start + 20)
        .append(" ACCEPT OK ")
        .append(flags);
  }

  private void packet(String source, String destination, String direction) {
    lines
        .append(' ')
        .append(source)
        .append(' ')
        .append(destination)
        .append(' ')
        .append(direction)
        .append('\n');
  }

  private static String address(int host) {
    return "10.0." + host / 200 + "." + (host % 200 + 10);
  }

  private String outside() {
    int number = random.nextInt(200_000);
    return (number % 97 + 24)
        + "."
        + number / 977 % 250
        + "."
        + number / 13 % 250
        + "."
        + (number % 250 + 1);
  }

  /** Gzip that does not take longer than what is measured. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 65_536);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
