package io.flowproof.flowlog.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.flowlog.encode.LogEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

/** What holds for every log: it is read back as written, and every line is accounted for. */
class ReadingLawsTest {
  private static final List<FlowLogField> FIELDS =
      Stream.of(FlowLogField.values()).filter(f -> !f.isTransitGateway()).toList();
  private static final String WORDS = "abcXYZ019:/._~%+=@äß☃ -";

  private Path folder = Path.of("");

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("reading-laws");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Provide
  Arbitrary<List<FlowLogField>> formats() {
    return Arbitraries.shuffle(FIELDS)
        .flatMap(all -> Arbitraries.integers().between(2, all.size()).map(n -> all.subList(0, n)));
  }

  @Property(tries = 200)
  void everyFormatIsReadBackAsItWasWritten(
      @ForAll("formats") List<FlowLogField> fields, @ForAll long seed) {
    Random random = new Random(seed);
    LogFormat format = LogFormat.of(fields.stream().map(FlowLogField::awsName).toList());
    LogEncoder encoder = new LogEncoder(format);
    StringBuilder text = new StringBuilder(encoder.header()).append('\n');
    List<Map<String, Object>> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<FlowLogField, Object> values = new LinkedHashMap<>();
      Map<String, Object> stored = new LinkedHashMap<>();
      for (FlowLogField field : fields) {
        if (random.nextInt(5) > 0 || field == FlowLogField.LOG_STATUS) {
          put(field, random, values, stored);
        }
      }
      text.append(encoder.line(values)).append('\n');
      expected.add(stored);
    }
    Logs logs = new Logs(folder).put("a.log", text.toString());

    ObjectAccount account = logs.readOne();

    assertThat(account.rejects()).isEmpty();
    List<Map<String, Object>> rows = logs.rows().all();
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>(rows.get(i));
      List.of("table", "direction", "initiator", "splunk_format", "source_id", "source_line")
          .forEach(row::remove);
      assertThat(row.remove("fields_present")).isEqualTo(bits(fields));
      assertThat(row.remove("srcaddr_ipv4")).isEqualTo(ipv4(expected.get(i).get("srcaddr")));
      assertThat(row.remove("dstaddr_ipv4")).isEqualTo(ipv4(expected.get(i).get("dstaddr")));
      assertThat(row).isEqualTo(expected.get(i));
    }
  }

  private static long bits(List<FlowLogField> fields) {
    return fields.stream().mapToLong(FlowTables::presenceBit).sum();
  }

  private static @Nullable Long ipv4(@Nullable Object address) {
    AddressReader reader = new AddressReader();
    boolean found = address instanceof String text && reader.read(text) && !reader.isIpv6();
    return found ? (Long) (reader.low() & 0xffff_ffffL) : null;
  }

  private static void put(
      FlowLogField field,
      Random random,
      Map<FlowLogField, Object> values,
      Map<String, Object> stored) {
    String column = field.columnName();
    if (field == FlowLogField.ACTION || field == FlowLogField.LOG_STATUS) {
      String word =
          field == FlowLogField.ACTION
              ? List.of("ACCEPT", "REJECT").get(random.nextInt(2))
              : List.of("OK", "NODATA", "SKIPDATA").get(random.nextInt(3));
      values.put(field, word);
      stored.put(column, word);
      return;
    }
    switch (field.kind()) {
      case INT, PORT -> {
        boolean small = field == FlowLogField.PROTOCOL || field == FlowLogField.TCP_FLAGS;
        int number =
            random.nextInt(
                small ? 256 : field.kind() == FlowLogField.Kind.PORT ? 65536 : Integer.MAX_VALUE);
        values.put(field, number);
        stored.put(column, number);
      }
      case LONG -> {
        long number = random.nextLong() >>> 1 + random.nextInt(63);
        values.put(field, number);
        stored.put(column, number);
      }
      case TIME -> {
        long seconds = random.nextLong(4_102_444_800L);
        values.put(field, seconds);
        stored.put(column, seconds * 1_000_000);
      }
      case ADDRESS -> {
        String address = address(random);
        values.put(field, address);
        AddressReader reader = new AddressReader();
        assertThat(reader.read(address)).isTrue();
        stored.put(column, reader.text());
      }
      case TAG -> {
        String tag = word(random, WORDS);
        values.put(field, tag);
        stored.put(column, tag);
      }
      case TEXT -> {
        String word = "x" + word(random, WORDS.replace(" ", ""));
        values.put(field, word);
        stored.put(column, word);
      }
    }
  }

  private static String word(Random random, String characters) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(20);
    for (int i = 0; i < length; i++) {
      word.append(characters.charAt(random.nextInt(characters.length())));
    }
    return word.toString();
  }

  private static String address(Random random) {
    try {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      if (bytes.length == 16 && random.nextBoolean()) {
        ByteBuffer.wrap(bytes).putLong(4 * random.nextInt(2), 0);
      }
      return java.net.InetAddress.getByAddress(bytes).getHostAddress();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sample() {
    return (Logs.HEADER + Logs.SSH + Logs.NODATA + Logs.RDP).repeat(4)
        + (Logs.HEADER_5 + Logs.S3_REPLY + Logs.S3_REQUEST + "\n").repeat(4)
        + Logs.SKIPDATA;
  }

  @Property(tries = 500)
  void damagedBytesNeverLoseALine(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] text = Logs.bytes(sample());
    for (int i = random.nextInt(20); i >= 0; i--) {
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
    }
    long lines =
        new String(text, java.nio.charset.StandardCharsets.ISO_8859_1).split("\n", -1).length;
    boolean ended = text[text.length - 1] == '\n';
    Logs logs = new Logs(folder).put("a.log", text);

    ObjectAccount account = logs.readOne();

    assertThat(account.lines() + account.headers() + account.blank())
        .isEqualTo(ended ? lines - 1 : lines);
    assertThat(account.lines())
        .isEqualTo(account.flows() + account.nodata() + account.skipdata() + account.rejected());
    assertThat(logs.rows().all()).hasSize((int) (account.lines() - account.rejected()));
  }

  @Property(tries = 500)
  void damagedGzipNeverThrowsAndSaysSo(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] packed = Logs.join(Logs.gzip(sample()), Logs.gzip(sample()));
    int at = 2 + random.nextInt(packed.length - 2);
    byte before = packed[at];
    packed[at] = (byte) random.nextInt(256);
    Logs logs = new Logs(folder).put("a.log", packed);

    ObjectAccount account = logs.readOne();

    assertThat(account.lines())
        .isEqualTo(account.flows() + account.nodata() + account.skipdata() + account.rejected());
    assertThat(logs.rows().all()).hasSize((int) (account.lines() - account.rejected()));
    if (packed[at] == before) {
      assertThat(account.damage()).isEmpty();
    }
  }

  @Property(tries = 200)
  void damagedJsonNeverThrows(@ForAll long seed) {
    Random random = new Random(seed);
    String message = "{\"message\":\"" + Logs.SSH.strip() + "\"}\n";
    byte[] text = Logs.bytes(message.repeat(10) + "{\"events\":[" + message.strip() + "]}");
    for (int i = random.nextInt(3); i >= 0; i--) {
      text[2 + random.nextInt(text.length - 2)] = (byte) random.nextInt(256);
    }
    Logs logs = new Logs(folder).put("a.json", text);

    Reading reading = logs.read(List.of(folder.resolve("a.json")));

    ReadTotals totals = reading.totals();
    assertThat(totals.lines()).isGreaterThan(0);
    assertThat(logs.rows().all()).hasSize((int) (totals.lines() - totals.rejected()));
  }

  @Property(tries = 30)
  void theNumberOfThreadsChangesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Path here = folder.resolve("threads" + seed);
    Logs writer = new Logs(here);
    for (int i = 0; i < 12; i++) {
      String text = sample().repeat(1 + random.nextInt(20));
      byte[] bytes = random.nextBoolean() ? Logs.gzip(text) : Logs.bytes(text);
      int cut = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      writer.put(i + ".log", java.util.Arrays.copyOf(bytes, cut));
    }
    Logs one = new Logs(here).with(ReadOptions.STANDARD.withThreads(1));
    Logs many = new Logs(here).with(ReadOptions.STANDARD.withThreads(5));

    assertThat(one.read()).isEqualTo(many.read());
    assertThat(one.rows().all()).isEqualTo(many.rows().all());
  }
}
