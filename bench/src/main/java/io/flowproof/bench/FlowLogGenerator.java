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
import java.util.zip.GZIPOutputStream;

/**
 * Writes default-format flow logs of a busy VPC as S3 objects: web servers that answer the
 * internet, services and databases behind them, background scanning, one scanner, one host that
 * leaks. The same seed gives the same bytes. Usage: {@code FlowLogGenerator DIR RECORDS OBJECTS
 * [RECORDS_PER_CLIENT]}.
 *
 * <p>More records come from more clients, so that each does as much as before and twice the records
 * are twice the same. With 40 records for each client, few reach the threshold of the scan rule;
 * with 80 every fifth does.
 */
public final class FlowLogGenerator {
  private static final long SEED = 20_240_514;
  private static final long START = Instant.parse("2024-05-14T00:00:00Z").getEpochSecond();
  private static final int SECONDS_PER_OBJECT = 300;
  private static final String ACCOUNT = "123456789012";
  private static final int HOSTS = 400;
  private static final int RECORDS_PER_CLIENT = 40;
  private static final int[] SERVICES = {443, 443, 443, 80, 5432, 6379, 8080, 53, 22, 3306};

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final StringBuilder line = new StringBuilder(160);

  private final int clients;

  private FlowLogGenerator(int clients) {
    this.clients = clients;
  }

  /** Writes the objects, unless the directory is there already. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int records = Integer.parseInt(arguments[1]);
    int objects = Integer.parseInt(arguments[2]);
    if (Files.exists(directory.resolve("complete"))) {
      return;
    }
    int perClient = arguments.length > 3 ? Integer.parseInt(arguments[3]) : RECORDS_PER_CLIENT;
    FlowLogGenerator generator = new FlowLogGenerator(records / perClient);
    for (int object = 0; object < objects; object++) {
      generator.object(directory, object, records / objects);
    }
    Files.writeString(directory.resolve("complete"), records + " records\n");
  }

  private void object(Path directory, int object, int records) throws IOException {
    long slot = START + (long) object * SECONDS_PER_OBJECT;
    Instant time = Instant.ofEpochSecond(slot);
    String day = DateTimeFormatter.ofPattern("uuuu/MM/dd").format(time.atOffset(ZoneOffset.UTC));
    String stamp =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'").format(time.atOffset(ZoneOffset.UTC));
    Path folder = directory.resolve("AWSLogs/" + ACCOUNT + "/vpcflowlogs/us-east-1").resolve(day);
    Files.createDirectories(folder);
    Path file =
        folder.resolve(
            "%s_vpcflowlogs_us-east-1_fl-0bench00000000001_%s_%08x.log.gz"
                .formatted(ACCOUNT, stamp, object));
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), 1 << 16)) {
      out.write(
          ("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
                  + " start end action log-status\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < records; i++) {
        line.setLength(0);
        record(slot + (long) i * (SECONDS_PER_OBJECT - 60) / records);
        out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private void record(long start) {
    int kind = random.nextInt(1000);
    if (kind < 450) {
      conversation(host(), client(), start);
    } else if (kind < 900) {
      conversation(host(), host(), start);
    } else if (kind < 990) {
      // The scanning that every public address gets.
      int port = random.nextInt(1, 65_536);
      write(from(client()), new End(host(), port), 1, 40, start, "REJECT");
    } else if (kind < 995) {
      write(from("198.51.100.77"), new End(host(), 22), 1, 60, start, "REJECT");
    } else if (kind < 999) {
      long bytes = random.nextLong(50_000, 200_000);
      write(from(host()), new End(client(), 443), 200, bytes, start, "ACCEPT");
    } else {
      write(from(host(7)), new End("5.255.255.70", 443), 60_000, 80_000_000, start, "ACCEPT");
    }
  }

  /** One direction of a conversation with a service. */
  private void conversation(String server, String client, long start) {
    End service = new End(server, SERVICES[random.nextInt(SERVICES.length)]);
    int packets = random.nextInt(1, 40);
    long bytes = packets * random.nextLong(60, 1400);
    if (random.nextBoolean()) {
      write(from(client), service, packets, bytes, start, "ACCEPT");
    } else {
      write(service, from(client), packets, bytes, start, "ACCEPT");
    }
  }

  private record End(String address, int port) {}

  /** An end with a port of clients. */
  private End from(String address) {
    return new End(address, random.nextInt(32_768, 61_000));
  }

  private void write(
      End source, End destination, int packets, long bytes, long start, String action) {
    line.append("2 ").append(ACCOUNT).append(" eni-0bench000000").append(random.nextInt(100, 500));
    line.append(' ').append(source.address).append(' ').append(destination.address);
    line.append(' ').append(source.port).append(' ').append(destination.port).append(" 6 ");
    line.append(packets).append(' ').append(bytes).append(' ').append(start).append(' ');
    line.append(start + random.nextInt(1, 60)).append(' ').append(action).append(" OK");
  }

  private String host() {
    return host(random.nextInt(HOSTS));
  }

  private static String host(int number) {
    return "10.0." + number / 200 + "." + (number % 200 + 10);
  }

  private String client() {
    int number = random.nextInt(clients);
    return (number % 97 + 24)
        + "."
        + number / 977 % 250
        + "."
        + number / 13 % 250
        + "."
        + (number % 250 + 1);
  }
}
