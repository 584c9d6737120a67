package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be given to a lake: forms of delivery, and things that are broken. */
class LakeInputTest {
  private static final String PREFIX =
      "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/";
  private static final String NAME =
      "123456789012_vpcflowlogs_us-east-1_fl-0a1b2c3d4e5f60718_20260302T1000Z_";

  @TempDir Path folder;

  private String lake() {
    return folder.resolve("lake").toString();
  }

  private CommandRun ingest() {
    return CommandRun.of("ingest", "--lake", lake(), folder.resolve("logs").toString());
  }

  private String rows() {
    return CommandRun.of(
            "query",
            "--lake",
            lake(),
            "--format",
            "csv",
            "--sql",
            "SELECT count(*) AS n, CAST(sum(bytes) AS BIGINT) AS b, min(srcaddr) AS s FROM flow")
        .out();
  }

  private Path parquet(String name, int rows) throws SQLException, IOException {
    Path file = folder.resolve("logs").resolve(name);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          COPY (SELECT 2 AS version, '123456789012' AS account_id, 'eni-1' AS interface_id,
            '10.0.0.' || (i %% 200) AS srcaddr, '192.0.2.1' AS dstaddr, 40000 + i %% 1000 AS srcport,
            443 AS dstport, 6 AS protocol, CAST(1 AS BIGINT) AS packets, CAST(100 AS BIGINT) AS bytes,
            CAST(1772445600 + i %% 600 AS BIGINT) AS start, CAST(1772445659 + i %% 600 AS BIGINT) AS "end",
            'ACCEPT' AS action, 'OK' AS log_status FROM range(%d) AS t(i)) TO '%s' (FORMAT parquet)
          """
              .formatted(rows, file));
    }
    return file;
  }

  @Test
  void hiveAndHourlyFoldersAndParquetAndTextAllComeIn() throws Exception {
    parquet(PREFIX + "year=2026/month=03/day=02/hour=10/" + NAME + "aaaa.log.parquet", 1_000);
    new LogFolder(folder.resolve("logs/AWSLogs/123456789012/vpcflowlogs/us-east-1/2026/03/02/10"))
        .write(
            NAME.replace("1000Z", "1005Z") + "bbbb.log",
            LogFolder.HEADER,
            LogFolder.flow(5, "10.0.0.0", "192.0.2.1", 443, "ACCEPT"));

    CommandRun run = ingest();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Added 2 objects, 1,001 lines: 1,001 flows");
    assertThat(rows()).contains("1001,104000,10.0.0.0");
    assertThat(CommandRun.of("lake", "verify", "--lake", lake()).code()).isZero();
    assertThat(ingest().out()).contains("Added 0 objects, 0 lines");
  }

  @Test
  void halfAParquetFileIsNamedAndTheRestComesIn() throws Exception {
    Path file = parquet("half.parquet", 10_000);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    parquet("whole.parquet", 10);

    CommandRun run = ingest();

    assertThat(run.out() + run.err())
        .contains("half.parquet")
        .contains("cut off: the footer that tells its columns and rows is missing");
    assertThat(rows()).contains("10,1000,10.0.0.0");
    assertThat(CommandRun.of("lake", "verify", "--lake", lake()).code()).isZero();
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndTheRestComesIn() throws Exception {
    parquet("whole.parquet", 10);
    // Reading it fails for everybody, whoever runs the test.
    Files.createSymbolicLink(folder.resolve("logs/broken.log"), Path.of("/proc/self/mem"));

    CommandRun run =
        CommandRun.of(
            "ingest",
            "--lake",
            lake(),
            folder.resolve("logs/whole.parquet").toString(),
            folder.resolve("logs/broken.log").toString());

    assertThat(run.out() + run.err())
        .contains("UNREADABLE: ")
        .contains("broken.log: Input/output error");
    assertThat(rows()).contains("10,1000,10.0.0.0");
    assertThat(CommandRun.of("lake", "verify", "--lake", lake()).code()).isZero();
  }

  @Test
  void aLakeOfANewerVersionIsLeftAsItWas() throws Exception {
    parquet("whole.parquet", 10);
    assertThat(ingest().code()).isZero();
    Path ledger = folder.resolve("lake/ledger.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE meta SET value = '99' WHERE key = 'format'");
    }
    byte[] before = Files.readAllBytes(ledger);
    parquet("more.parquet", 20);

    for (CommandRun run :
        new CommandRun[] {ingest(), CommandRun.of("lake", "status", "--lake", lake())}) {
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DATA.number());
      assertThat(run.err())
          .startsWith("flowproof: DATA: The lake '")
          .contains("has format 99, this version of Flowproof reads and writes format ")
          .contains("(use the version that wrote it, or a newer one)");
    }
    assertThat(Files.readAllBytes(ledger)).isEqualTo(before);
  }
}
