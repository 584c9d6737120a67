package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.simulate.parquet.ParquetColumn;
import io.flowproof.simulate.parquet.ParquetType;
import io.flowproof.simulate.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are delivered as Parquet give what the same logs give as text. */
class ParquetLogsTest {
  private static final String[] COUNTS = {"lines", "flows", "nodata", "skipdata", "rejected"};

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v11"})
  void theSameLogsAreTheSameRecordsInEitherForm(String version) throws IOException {
    String text = simulated("plain-text", version).toString();
    String parquet = simulated("parquet", version).toString();

    assertThat(counts(parquet)).isEqualTo(counts(text));
    for (String table : List.of("flow", "coverage_window", "transit_gateway_flow")) {
      assertThat(rows(parquet, table)).isEqualTo(rows(text, table));
    }
    assertThat(findings(parquet)).isEqualTo(findings(text)).contains("external-scan");
  }

  @Test
  void halfAFileIsDamageAndTheOthersAreRead() throws IOException {
    Path logs = simulated("parquet", "v5");
    Path half = objects(logs).getLast();
    byte[] bytes = Files.readAllBytes(half);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

    CommandRun inspect = CommandRun.of("inspect", "--strict", logs.toString());
    assertThat(inspect.code()).isEqualTo(ExitCode.DATA.number());
    assertThat(inspect.out())
        .contains("cannot be read: cut off: the footer that tells its columns and rows is missing");
    CommandRun detect = CommandRun.of("detect", logs.toString());
    assertThat(detect.code()).isZero();
    assertThat(detect.out()).contains("external-scan");
  }

  @Test
  void aColumnOfTheWrongTypeRejectsItsRowsWithTheValueSeen() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("wrong"));
    try (ParquetWriter writer =
        new ParquetWriter(
            Files.newOutputStream(logs.resolve("a.parquet")),
            List.of(
                new ParquetColumn("srcaddr", ParquetType.STRING),
                new ParquetColumn("srcport", ParquetType.STRING)))) {
      for (String port : List.of("443", "https")) {
        writer.text(0, "10.0.0.5".getBytes(StandardCharsets.UTF_8));
        writer.text(1, port.getBytes(StandardCharsets.UTF_8));
        writer.endRow();
      }
    }

    CommandRun inspect = CommandRun.of("inspect", logs.toString());

    assertThat(inspect.code()).isZero();
    assertThat(inspect.out()).contains("a.parquet:2: srcport 'https' is not a number");
  }

  private Path simulated(String format, String version) {
    Path out = folder.resolve(format);
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--network",
            "hub-and-spoke",
            "--transit-gateway-logs",
            "--scenario",
            "port-scan-vertical",
            "--hours",
            "0.3",
            "--skipdata",
            "2",
            "--log-format",
            version,
            "--file-format",
            format,
            "--hive-compatible-partitions",
            "--per-hour-partition",
            "--out",
            out.toString());
    assertThat(run.err()).isEmpty();
    return out;
  }

  private static List<Path> objects(Path logs) throws IOException {
    try (Stream<Path> files = Files.walk(logs)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static List<Long> counts(String logs) throws IOException {
    List<Long> sums = new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L));
    JsonNode objects =
        new ObjectMapper().readTree(CommandRun.of("inspect", "--format", "json", logs).out());
    for (JsonNode object : objects) {
      for (int i = 0; i < COUNTS.length; i++) {
        sums.set(i, sums.get(i) + object.get(COUNTS[i]).asLong());
      }
    }
    assertThat(sums.get(0)).isPositive();
    return sums;
  }

  /** Objects and lines are numbered otherwise: a header is a line too. */
  private static String rows(String logs, String table) {
    CommandRun run =
        CommandRun.of(
            "query",
            "--logs",
            logs,
            "--format",
            "csv",
            "--sql",
            "select * exclude (source_id, source_line) from " + table + " order by all");
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static String findings(String logs) throws IOException {
    JsonNode result =
        new ObjectMapper().readTree(CommandRun.of("detect", "--format", "json", logs).out());
    List<String> found = new ArrayList<>();
    result
        .get("findings")
        .forEach(
            finding ->
                found.add(
                    finding.get("rule").asText()
                        + finding.get("language")
                        + finding.get("entities")
                        + finding.get("row")
                        + finding.get("flows")));
    return String.join("\n", found);
  }
}
