package io.flowproof.detection.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.flowlog.decode.ReadTotals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code -Dflowproof.write=examples} writes the files and their README's tables anew. */
class ExampleLogsTest {
  private static final Path LOGS =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("examples/logs");
  private static final Path README = LOGS.resolve("README.md");
  private static final boolean WRITE = "examples".equals(System.getProperty("flowproof.write"));

  @BeforeAll
  static void writeWhenAsked() throws IOException {
    if (!WRITE) {
      return;
    }
    try (Stream<Path> old = Files.walk(LOGS)) {
      for (Path file : old.filter(Files::isRegularFile).filter(f -> !f.equals(README)).toList()) {
        Files.delete(file);
      }
    }
    for (var entry : ExampleLogs.files().entrySet()) {
      Path file = LOGS.resolve(entry.getKey());
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, bytes(entry.getKey(), entry.getValue()));
    }
    String page = Files.readString(README);
    Files.writeString(README, page.replace(tables(page), truth()));
  }

  @Test
  void theShippedFilesAreWhatTheGeneratorWrites() throws IOException {
    Map<String, String> generated = new TreeMap<>();
    ExampleLogs.files().forEach((path, parts) -> generated.put(path, String.join("", parts)));

    assertThat(shipped().keySet()).isEqualTo(generated.keySet());
    shipped().forEach((path, text) -> assertThat(text).as(path).isEqualTo(generated.get(path)));
  }

  @Test
  void theReadmeTellsWhatIsInThere() throws IOException {
    assertThat(tables(Files.readString(README))).isEqualTo(truth());
  }

  @Test
  void everySampleHasATokenForEachNameOfItsHeader() {
    FormatSamples.objects().values().forEach(text -> new ExampleTruth(List.of(text)));
  }

  @Test
  void theHalfHourHoldsTheScanAndTheExfiltrationAndNothingElse() {
    assertThat(new ExampleTruth(ExampleLogs.smallVpc().values()).findings())
        .extracting(found -> found.rule() + " " + found.languages() + ": " + found.entities())
        .containsExactly(
            "external-scan [kql, spl]: source 203.0.113.77",
            "bulk-exfiltration [kql, spl]: host 10.0.0.20, destination 193.0.0.77",
            "reconnaissance [kql]: source 203.0.113.77, port 22",
            "reconnaissance [spl]: source 203.0.113.77, port 22",
            "exfiltration-repaired [kql]: host 10.0.0.10, destination 198.51.100.200",
            "exfiltration-repaired [kql]: host 10.0.0.20, destination 193.0.0.77");
  }

  @Test
  void theDecoderAccountsForTheHalfHourAsItsLinesDo() throws Exception {
    ExampleTruth truth = new ExampleTruth(ExampleLogs.smallVpc().values());
    ReadTotals totals = decoded("small-vpc");

    assertThat(totals.lines()).isEqualTo(truth.count());
    assertThat(totals.flows()).isEqualTo(truth.count("OK"));
    assertThat(totals.nodata()).isEqualTo(truth.count("NODATA"));
    assertThat(totals.skipdata()).isEqualTo(truth.count("SKIPDATA"));
    assertThat(totals.headers()).isEqualTo(12);
    assertThat(totals.rejected()).isZero();
  }

  @Test
  void theDecoderReadsEverySample() throws Exception {
    ReadTotals totals = decoded("formats");

    assertThat(totals.rejectsByKind()).isEmpty();
    assertThat(totals.damaged()).isZero();
    assertThat(totals.objects()).isEqualTo(13);
    assertThat(totals.headers()).isEqualTo(10);
    assertThat(totals.controlMessages()).isEqualTo(1);
    assertThat(totals.lines()).isEqualTo(41 + 3 * 8);
  }

  private static ReadTotals decoded(String folder) throws IOException, InterruptedException {
    return new FlowLogReader(ReadOptions.STANDARD)
        .read(List.of(LOGS.resolve(folder)), batch -> {}, ReadProgress.NONE)
        .totals();
  }

  @Test
  void theFilesAreSmall() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(LOGS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(1_000_000);
  }

  private static String truth() {
    Map<String, String> objects = ExampleLogs.smallVpc();
    ExampleTruth truth = new ExampleTruth(objects.values());
    return """
        | objects | header lines | record lines | flows | NODATA | SKIPDATA |
        |---|---|---|---|---|---|
        | %d | %d | %d | %d | %d | %d |

        | rule | language | finding | flows | bytes | more | starts of its flows |
        |---|---|---|---|---|---|---|
        %s
        """
        .formatted(
            objects.size(),
            objects.size(),
            truth.count(),
            truth.count("OK"),
            truth.count("NODATA"),
            truth.count("SKIPDATA"),
            truth.findings().stream()
                .map(ExampleTruth.Found::row)
                .collect(Collectors.joining("\n")));
  }

  private static String tables(String page) {
    String from = "<!-- truth -->\n";
    int start = page.indexOf(from) + from.length();
    return page.substring(start, page.indexOf("<!-- end -->", start));
  }

  private static Map<String, String> shipped() throws IOException {
    Map<String, String> shipped = new TreeMap<>();
    try (Stream<Path> files = Files.walk(LOGS)) {
      for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.equals(README)).toList()) {
        String path = LOGS.relativize(file).toString().replace('\\', '/');
        try (InputStream in = Files.newInputStream(file)) {
          InputStream plain = path.endsWith(".gz") ? new GZIPInputStream(in) : in;
          shipped.put(path, new String(plain.readAllBytes(), UTF_8));
        }
      }
    }
    return shipped;
  }

  /** The parts of a compressed file are gzip members of their own. */
  private static byte[] bytes(String path, List<String> parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String part : parts) {
      if (path.endsWith(".gz")) {
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(part.getBytes(UTF_8));
        }
      } else {
        out.write(part.getBytes(UTF_8));
      }
    }
    return out.toByteArray();
  }
}
