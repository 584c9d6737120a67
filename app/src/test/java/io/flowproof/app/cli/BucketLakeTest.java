package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A lake whose files lie in S3: the same answers, from the files that they need. */
class BucketLakeTest {
  private static final String LOGS = Installation.home().resolve("examples/logs").toString();
  private static final String LINE =
      "2 123456789010 eni-1235b8ca123456789 10.0.%d.%d 10.0.0.2 1 22 6 20 4249 %d %d ACCEPT OK\n";
  private static final long DAY = 86_400;

  @TempDir static Path folder;

  private static BucketServer server;
  private static String endpoint;
  private static S3Client s3;

  @BeforeAll
  static void startTheServer() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("flowproof.lakes", folder.resolve("lakes").toString());
    server = BucketServer.start();
    endpoint = server.endpoint();
    s3 = server.owner();
    s3.createBucket(b -> b.bucket("lakes"));
  }

  @AfterAll
  static void stopTheServer() {
    server.close();
    List.of("aws.accessKeyId", "aws.secretAccessKey", "flowproof.lakes")
        .forEach(System::clearProperty);
  }

  private static CommandRun ingest(String lake, String... paths) {
    List<String> arguments =
        new ArrayList<>(
            List.of("ingest", "--lake", lake, "--region", "us-east-1", "--endpoint-url", endpoint));
    arguments.addAll(List.of(paths));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static Path home(String name) {
    return folder.resolve("lakes/lakes").resolve(name);
  }

  private static List<String> keys(String prefix) {
    return s3.listObjectsV2Paginator(b -> b.bucket("lakes").prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static List<Path> copies(Path home) {
    try (Stream<Path> all = Files.walk(home.resolve("flowproof/flow/data"))) {
      List<Path> files = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) > 0) {
          files.add(file);
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forgetCopies(Path home) throws IOException {
    for (Path file : copies(home)) {
      Files.delete(file);
    }
  }

  @Test
  void itAnswersAsALakeInADirectoryDoes() throws Exception {
    String inBucket = "s3://lakes/same";
    String local = folder.resolve("local").toString();
    CommandRun run = ingest(inBucket, LOGS);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(CommandRun.of("ingest", "--lake", local, LOGS).out())
        .startsWith("Added 25 objects, 10,519 lines");
    assertThat(keys("same/flowproof/flow/data/")).isNotEmpty();
    forgetCopies(home("same"));

    for (String command : new String[] {"inspect", "detect"}) {
      assertThat(CommandRun.of(command, "--format", "json", "--lake", inBucket).out())
          .isEqualTo(CommandRun.of(command, "--format", "json", "--lake", local).out());
    }
    assertThat(status(inBucket)).isEqualTo(status(local));
    assertThat(ingest(inBucket, LOGS).out()).contains("25 objects there already, nothing added");
  }

  /** How many files there are, and how large, depends on which thread wrote which rows. */
  private static String status(String lake) {
    return CommandRun.of("lake", "status", "--lake", lake)
        .out()
        .replaceAll("(?m)^ *([0-9,]+) +[0-9]+ +[0-9,]+  (\\w+)$", "$1 $2");
  }

  @Test
  void aQueryFetchesTheFilesThatItNeeds() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("days"));
    for (int day = 0; day < 6; day++) {
      long start = 1_700_000_000L + day * DAY;
      Files.writeString(
          logs.resolve("d%d.log".formatted(day)), LINE.formatted(day, 1, start, start + 60));
    }
    String lake = "s3://lakes/days";
    assertThat(ingest(lake, logs.toString()).code()).isZero();
    assertThat(copies(home("days"))).hasSize(6);
    forgetCopies(home("days"));
    String sql = "SELECT srcaddr FROM flow WHERE srcaddr = '10.0.4.1'";
    CommandRun run = CommandRun.select(lake, sql);

    assertThat(run.out()).isEqualTo("srcaddr\n10.0.4.1\n");
    assertThat(copies(home("days"))).as("the one that is asked for, and one to plan by").hasSize(2);
  }

  @Test
  void itIsLookedAfterAsALakeInADirectoryIs() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("many"));
    String lake = "s3://lakes/upkeep";
    for (int i = 0; i < 3; i++) {
      Path file = logs.resolve("f%d.log".formatted(i));
      Files.writeString(file, LINE.formatted(i, 1, 1_700_000_000L, 1_700_000_060L));
      assertThat(ingest(lake, file.toString()).code()).isZero();
    }
    forgetCopies(home("upkeep"));
    assertThat(CommandRun.of("lake", "compact", "--lake", lake).code()).isZero();
    assertThat(CommandRun.of("lake", "expire", "--lake", lake, "--older-than", "0s").code())
        .isZero();
    assertThat(keys("upkeep/flowproof/flow/data/")).hasSize(1);
    assertThat(CommandRun.of("lake", "verify", "--lake", lake).out())
        .endsWith("The lake is whole\n");

    String gone = keys("upkeep/flowproof/flow/data/").getFirst();
    s3.deleteObject(b -> b.bucket("lakes").key(gone));
    CommandRun broken = CommandRun.of("lake", "verify", "--lake", lake);
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out()).contains(gone.substring("upkeep/".length()));
  }

  @Test
  void aLakeThatAnotherDirectoryLeadsToIsNotBegunAnew() throws Exception {
    String lake = "s3://lakes/once";
    assertThat(ingest(lake, LOGS).code()).isZero();
    System.setProperty("flowproof.lakes", folder.resolve("elsewhere").toString());
    try {
      CommandRun run = ingest(lake, LOGS);
      assertThat(run.code()).isEqualTo(4);
      assertThat(run.err())
          .startsWith(
              "flowproof: DATA: There is a lake at s3://lakes/once already, and its catalog and");
      assertThat(CommandRun.of("inspect", "--lake", lake).err())
          .contains("'s3://lakes/once' is no lake: there is no such directory");
    } finally {
      System.setProperty("flowproof.lakes", folder.resolve("lakes").toString());
    }
  }

  @Test
  void threeProcessesThatAreKilledAndOfferedTheSameObjectsAddEachLineOnce() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("offered"));
    String lake = "s3://lakes/killed";
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "test",
            "AWS_SECRET_ACCESS_KEY",
            "test",
            "FLOWPROOF_LAKES",
            folder.resolve("lakes").toString());
    Random random = new Random(9);
    CommandProcess[] processes = new CommandProcess[3];
    int files = 0;
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 5; i++) {
        Files.writeString(
            logs.resolve("f%d.log".formatted(files)),
            LINE.formatted(files, 1, 1_700_000_000L, 1_700_000_060L)
                + LINE.formatted(files, 2, 1_700_000_000L, 1_700_000_060L));
        files++;
      }
      for (int i = 0; i < processes.length; i++) {
        if (processes[i] == null) {
          processes[i] = follow(environment, lake, logs);
        }
      }
      Thread.sleep(2_500 + random.nextInt(2_000));
      int victim = random.nextInt(processes.length);
      processes[victim].kill();
      processes[victim] = null;
    }
    CommandProcess last = follow(environment, lake, logs);
    String all = "n\n%d\n".formatted(2 * files);
    last.await(() -> CommandRun.select(lake, "SELECT count(*) AS n FROM flow").out().equals(all));
    last.awaitErr("following");
    assertThat(last.end()).isZero();
    for (CommandProcess process : processes) {
      if (process != null) {
        process.awaitErr("following");
        assertThat(process.end()).isZero();
      }
    }
    assertThat(CommandRun.of("lake", "verify", "--lake", lake).out())
        .endsWith("The lake is whole\n");
  }

  private static CommandProcess follow(Map<String, String> environment, String lake, Path logs)
      throws IOException {
    return CommandProcess.start(
        folder,
        environment,
        "ingest",
        "--lake",
        lake,
        "--region",
        "us-east-1",
        "--endpoint-url",
        endpoint,
        "--follow",
        "--every",
        "100ms",
        logs.toString());
  }
}
