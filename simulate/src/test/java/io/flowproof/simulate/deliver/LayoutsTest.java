package io.flowproof.simulate.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.simulate.Simulated;
import io.flowproof.simulate.deliver.S3Layout.FileFormat;
import io.flowproof.simulate.record.RecorderTotals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same records in every way in which AWS delivers them. */
class LayoutsTest {
  private static final S3Layout PARQUET = new S3Layout(FileFormat.PARQUET, true, true);

  @TempDir Path folder;

  private static Simulated simulation(LogFormat format) throws IOException {
    return Simulated.work("hub-and-spoke", 4)
        .and(Simulated.scenario("port-scan-vertical"))
        .in(format);
  }

  private static List<Path> files(Path where) throws IOException {
    try (Stream<Path> walk = Files.walk(where)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The lines of all objects, without their headers, sorted. */
  private static List<String> text(Path where) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(where)) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        reader.lines().skip(1).forEach(lines::add);
      }
    }
    return lines.stream().sorted().toList();
  }

  /** The rows as DuckDB reads them, written as lines, sorted. */
  private static List<String> parquet(Path where) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM read_parquet('"
                    + where
                    + "/**/*.log.parquet', hive_partitioning = false)")) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = rows.getString(i);
          values.add(value == null ? "-" : value);
        }
        lines.add(String.join(" ", values));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static List<String> cloudWatch(Path where) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(where)) {
      JsonNode page = new ObjectMapper().readTree(file.toFile());
      page.path("events").forEach(event -> lines.add(event.path("message").asText()));
    }
    return lines.stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 6, 7, 11})
  void parquetAndCloudWatchHoldFieldByFieldWhatTextHolds(int version) throws Exception {
    LogFormat format = LogFormat.ofVersion(version);
    Path s3 = folder.resolve("text");
    Path columns = folder.resolve("parquet");
    Path events = folder.resolve("cloudwatch");
    simulation(format).run(new S3Objects(s3, S3Layout.DEFAULT, Delivery.USUAL));
    simulation(format).run(new S3Objects(columns, PARQUET, Delivery.USUAL));
    simulation(format).run(new CloudWatchEvents(events, Delivery.USUAL));

    List<String> text = text(s3);
    assertThat(text).hasSizeGreaterThan(100);
    assertThat(parquet(columns)).isEqualTo(text);
    assertThat(cloudWatch(events)).isEqualTo(text);
  }

  @Test
  void namesAndTypesParquetColumnsAsAwsDocumentsThem() throws Exception {
    simulation(LogFormat.ofVersion(11)).run(new S3Objects(folder, PARQUET, Delivery.USUAL));
    Map<String, String> types = new TreeMap<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM read_parquet('"
                    + folder
                    + "/**/*.parquet', hive_partitioning = false) LIMIT 0")) {
      ResultSetMetaData columns = rows.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        types.put(columns.getColumnName(i), columns.getColumnTypeName(i));
      }
    }

    assertThat(types)
        .containsEntry("version", "INTEGER")
        .containsEntry("account_id", "VARCHAR")
        .containsEntry("srcaddr", "VARCHAR")
        .containsEntry("dstport", "INTEGER")
        .containsEntry("protocol", "INTEGER")
        .containsEntry("packets", "BIGINT")
        .containsEntry("bytes", "BIGINT")
        .containsEntry("start", "BIGINT")
        .containsEntry("end", "BIGINT")
        .containsEntry("tcp_flags", "INTEGER")
        .containsEntry("pkt_dst_aws_service", "VARCHAR")
        .containsEntry("traffic_path", "INTEGER")
        .containsEntry("next_hop_interface_id", "VARCHAR");
    assertThat(types.keySet()).noneMatch(name -> name.contains("-"));
  }

  @Test
  void compressesInsideParquetWithGzip() throws Exception {
    simulation(LogFormat.DEFAULT).run(new S3Objects(folder, PARQUET, Delivery.USUAL));
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT compression FROM parquet_metadata('" + folder + "/**/*')")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("GZIP");
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hive", "hour", "hive hour"})
  void putsObjectsWhereAwsPutsThemAndTheDecoderFindsThemThere(String options) throws Exception {
    S3Layout layout =
        new S3Layout(FileFormat.PLAIN_TEXT, options.contains("hive"), options.contains("hour"));
    RecorderTotals totals =
        simulation(LogFormat.DEFAULT).run(new S3Objects(folder, layout, Delivery.USUAL));

    String place =
        switch (options) {
          case "" -> "AWSLogs/345678901234/vpcflowlogs/us-east-1/2026/03/02/";
          case "hour" -> "AWSLogs/345678901234/vpcflowlogs/us-east-1/2026/03/02/09/";
          case "hive" ->
              "AWSLogs/aws-account-id=345678901234/aws-service=vpcflowlogs/aws-region=us-east-1/"
                  + "year=2026/month=03/day=02/";
          default ->
              "AWSLogs/aws-account-id=345678901234/aws-service=vpcflowlogs/aws-region=us-east-1/"
                  + "year=2026/month=03/day=02/hour=09/";
        };
    assertThat(files(folder))
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(folder.relativize(file).toString())
                    .matches(
                        place
                            + "345678901234_vpcflowlogs_us-east-1_fl-0a1b2c3d_20260302T09\\d\\dZ_"
                            + "[0-9a-f]{8}\\.log\\.gz"));
    ReadTotals read =
        new FlowLogReader(ReadOptions.STANDARD.withThreads(1))
            .read(List.of(folder), batch -> {}, (done, of) -> {})
            .totals();
    assertThat(read.flows()).isEqualTo(totals.records());
    assertThat(read.nodata()).isEqualTo(totals.nodata());
    assertThat(read.rejected()).isZero();
  }

  @Test
  void theDecoderReadsCloudWatchEvents() throws Exception {
    RecorderTotals totals =
        simulation(LogFormat.DEFAULT).run(new CloudWatchEvents(folder, Delivery.USUAL));
    ReadTotals read =
        new FlowLogReader(ReadOptions.STANDARD.withThreads(1))
            .read(List.of(folder), batch -> {}, (done, of) -> {})
            .totals();

    assertThat(read.flows()).isEqualTo(totals.records());
    assertThat(read.rejected()).isZero();
  }

  @Test
  void theSameSeedGivesTheSameBytesAndTimesInEveryLayout() throws Exception {
    for (String run : List.of("a", "b")) {
      Path out = folder.resolve(run);
      Simulated simulated = simulation(LogFormat.ofVersion(5)).truthTo(out);
      simulated.run(new S3Objects(out.resolve("text"), S3Layout.DEFAULT, Delivery.USUAL));
      simulated.run(new S3Objects(out.resolve("parquet"), PARQUET, Delivery.USUAL));
      simulated.run(new CloudWatchEvents(out.resolve("events"), Delivery.USUAL));
    }
    assertThat(contents(folder.resolve("a")))
        .hasSizeGreaterThan(4)
        .isEqualTo(contents(folder.resolve("b")));
  }

  private static TreeMap<String, List<Object>> contents(Path out) throws IOException {
    TreeMap<String, List<Object>> contents = new TreeMap<>();
    for (Path file : files(out)) {
      boolean object = file.toString().contains("AWSLogs");
      contents.put(
          out.relativize(file).toString(),
          List.of(
              HexFormat.of().formatHex(Files.readAllBytes(file)),
              object ? Files.getLastModifiedTime(file) : ""));
    }
    return contents;
  }

  @Test
  void anObjectHoldsTheRecordsThatEndInItsFiveMinutes() throws Exception {
    LogFormat format = LogFormat.of(List.of(FlowLogField.END.awsName()));
    simulation(format).run(new S3Objects(folder, S3Layout.DEFAULT, Delivery.USUAL));
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      int minute = Integer.parseInt(name.substring(name.indexOf("T09") + 3, name.indexOf("Z_")));
      long slot = 1_772_442_000L + minute * 60L;
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        assertThat(lines.lines().skip(1).mapToLong(Long::parseLong))
            .allMatch(end -> end >= slot && end < slot + 300);
      }
    }
  }
}
