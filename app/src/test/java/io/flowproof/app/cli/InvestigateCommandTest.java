package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that was planted in examples/intrusion is found, over files and over a lake. */
class InvestigateCommandTest {
  private static final Path EXAMPLE = Installation.home().resolve("examples/intrusion");
  private static final String ASSETS = EXAMPLE.resolve("interfaces.json").toString();
  private static final String LIST = EXAMPLE.resolve("indicators.txt").toString();
  private static final String GAP =
      "CANNOT SAY  no record of any interface, not even NODATA: 2026-03-02T10:40:16Z to"
          + " 2026-03-02T11:00:00Z (19 min)";

  @TempDir private static Path folder;
  private static String logs = "";
  private static String lake = "";

  @BeforeAll
  static void simulate() {
    logs = folder.resolve("logs").toString();
    lake = folder.resolve("lake").toString();
    CommandRun simulated =
        CommandRun.of(
            "simulate",
            "--network",
            EXAMPLE.resolve("office.yml").toString(),
            "--scenario",
            EXAMPLE.resolve("intrusion.yml").toString(),
            "--hours",
            "5",
            "--log-format",
            "v5",
            "--no-nodata",
            "--out",
            logs);
    assertThat(simulated.code()).isZero();
    assertThat(CommandRun.of("ingest", "--lake", lake, logs).code()).isZero();
  }

  @Test
  void findsTheScanTheGuessesAndTheHostThatCallsBack() {
    String said = ask("ip", "198.51.100.77", "--logs", logs);

    assertThat(said)
        .contains(
            "It opened 502 conversations: 202 data moved, 300 rejected; 379.3 kB out, 1.0 MB in",
            "Others opened 5 conversations: 5 data moved; 21.6 kB out, 6.1 kB in",
            GAP);
  }

  @Test
  void saysTheSameOverALake() {
    String files = ask("ip", "198.51.100.77", "--logs", logs);
    String ofLake = ask("ip", "198.51.100.77", "--lake", lake);

    assertThat(withoutInputs(ofLake)).isEqualTo(withoutInputs(files));
    assertThat(ofLake).contains("lake " + lake + ", snapshot ");
  }

  private static List<String> withoutInputs(String said) {
    return said.lines().filter(line -> !line.startsWith("  logs ")).toList();
  }

  @Test
  void findsTheHostThatNobodyKnowsOf() {
    assertThat(ask("unmanaged", "--ioc", LIST, "--assets", ASSETS, "--logs", logs))
        .contains(
            "eni-0e94a7b45969cb830 (not in the inventory) at 10.0.0.11 met 198.51.100.77 first at"
                + " 2026-03-02T10:10:05Z; 6.1 kB out, 21.6 kB in",
            GAP)
        .doesNotContain("eni-067398e13a0532ed7 (");
  }

  @Test
  void findsTheHopsInOrderAndBackward() {
    String[] onward = {
      "paths",
      "--from",
      "198.51.100.77",
      "--at",
      "2026-03-02T10:00:00Z",
      "--back",
      "30m",
      "--top",
      "99",
      "--format",
      "csv",
      "--logs",
      logs
    };
    assertThat(ask(onward).lines().map(line -> line.split(",")).map(InvestigateCommandTest::hop))
        .contains(
            "1 198.51.100.77 > 10.0.0.10 tcp/22 \"administrative new\"",
            "2 10.0.0.10 > 10.0.10.10 tcp/22 \"administrative new\"",
            "3 10.0.10.10 > 10.0.10.11 tcp/3389 \"administrative new\"",
            "4 10.0.10.11 > 10.0.10.15 tcp/3306 new");
    assertThat(
            ask(
                "paths",
                "--from",
                "10.0.10.15",
                "--at",
                "2026-03-02T10:32:00Z",
                "--back",
                "30m",
                "--logs",
                logs))
        .contains("10.0.10.15 < 10.0.10.11 < 10.0.10.10 < 10.0.0.10 < 198.51.100.77", GAP);
  }

  @Test
  void knowsByTheLakeWhatTheLakeKeeps() {
    assertThat(CommandRun.of("enrich", "--lake", lake, "--assets", ASSETS, "--intel", LIST).code())
        .isZero();

    assertThat(ask("ip", "198.51.100.77", "--lake", lake))
        .contains(
            "10.0.0.10  instance forgotten",
            "INTEL",
            "Known from what the lake keeps, each day by its version, 1 the latest: assets, intel");
    assertThat(ask("unmanaged", "--ioc", LIST, "--lake", lake))
        .contains("eni-0e94a7b45969cb830 (not in the inventory) at 10.0.0.11 met 198.51.100.77");
    CommandRun gaps = CommandRun.of("gaps", "--lake", lake);
    assertThat(gaps.out()).doesNotContain("AWS said   nothing");
  }

  @Test
  void namesConnectionsAsOtherToolsDo() {
    LogFolder both =
        new LogFolder(folder.resolve("community"))
            .write(
                "a.log",
                LogFolder.HEADER,
                "2 123456789012 eni-1 128.232.110.120 66.35.250.204 34855 80 6 9 900 1772445600"
                    + " 1772445659 ACCEPT OK",
                "2 123456789012 eni-1 66.35.250.204 128.232.110.120 80 34855 6 9 900 1772445600"
                    + " 1772445659 ACCEPT OK",
                "2 123456789012 eni-1 2001:470:e5bf:dead:4957:2174:e82c:4887 2607:f8b0:400c:c03::1a"
                    + " 63943 25 6 9 900 1772445600 1772445659 ACCEPT OK",
                "2 123456789012 eni-1 10.0.0.1 10.0.0.2 0 0 1 1 84 1772445600 1772445659 ACCEPT OK");
    String newLake = folder.resolve("community-lake").toString();
    assertThat(CommandRun.of("ingest", "--lake", newLake, both.path().toString()).code()).isZero();
    String sql = "SELECT protocol, community_id FROM conversation ORDER BY protocol, community_id";
    String expected =
        """
        protocol,community_id
        1,
        6,1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=
        6,1:LQU9qZlK+B5F3KDmev6m5PMibrg=
        """;

    for (String[] where :
        new String[][] {{"--logs", both.path().toString()}, {"--lake", newLake}}) {
      CommandRun run = CommandRun.of("query", where[0], where[1], "--format", "csv", "--sql", sql);
      assertThat(run.out().replace("\r", "")).as(run.err()).isEqualTo(expected);
    }
  }

  @Test
  void anAddressOfIpv6IsFoundInWhateverFormItIsAskedFor() {
    LogFolder logs6 =
        new LogFolder(folder.resolve("ipv6"))
            .write(
                "a.log",
                LogFolder.HEADER,
                "2 123456789012 eni-1 2001:db8::5 fd00:0:0:1::9 40000 22 6 9 9000 1772445600"
                    + " 1772445659 ACCEPT OK",
                "2 123456789012 eni-1 fd00:0:0:1::9 2001:db8::5 22 40000 6 9 9000 1772445600"
                    + " 1772445659 ACCEPT OK");
    String lake6 = folder.resolve("ipv6-lake").toString();
    assertThat(CommandRun.of("ingest", "--lake", lake6, logs6.path().toString()).code()).isZero();

    for (String[] where : new String[][] {{"--logs", logs6.path().toString()}, {"--lake", lake6}}) {
      for (String form : new String[] {"2001:db8::5", "2001:0DB8:0:0:0:0:0:5"}) {
        assertThat(ask("ip", form, where[0], where[1]))
            .contains(
                "2001:db8::5 was seen from",
                "in 1 conversation with 1 peer, at 1 interface",
                "fd00:0:0:1::9");
      }
      assertThat(ask("connection", "2001:db8::5", "fd00:0:0:1::9", where[0], where[1]))
          .contains("1 conversation of 2001:db8::5 and fd00:0:0:1::9");
      assertThat(
              ask(
                  "paths",
                  "--from",
                  "2001:db8::5",
                  "--at",
                  "2026-03-02T09:59:00Z",
                  where[0],
                  where[1]))
          .contains("fd00:0:0:1::9");
    }
  }

  @Test
  void followsAllConnectionsWhereAllAreAskedFor() {
    String[] some = {
      "paths",
      "--from",
      "10.0.0.10",
      "--at",
      "2026-03-02T10:26:00Z",
      "--back",
      "30m",
      "--logs",
      logs
    };
    String[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = "--all-edges";

    assertThat(ask(some))
        .contains("CONFIRMED   1 host may have led to 10.0.0.10 by then", "< 198.51.100.77");
    assertThat(ask(all))
        .contains(
            "CONFIRMED   227 hosts may have led to 10.0.0.10 by then",
            "connections: all that were established (--all-edges)");
  }

  private static String hop(String[] cells) {
    boolean quoted = cells[5].startsWith("\"");
    return cells[0]
        + " "
        + cells[2]
        + " > "
        + cells[3]
        + " "
        + cells[4]
        + " "
        + cells[5]
        + (quoted ? cells[6] : "");
  }

  @Test
  void findsWhatLeftAfterItHadBeenGatheredAndWhatNobodyCanSay() {
    assertThat(
            ask("exfil", "--host", "10.0.10.11", "--from", "2026-03-02T10:00:00Z", "--logs", logs))
        .contains(
            "145.0 MB went to 203.0.113.50 by tcp/443 from 2026-03-02T10:33:38Z to"
                + " 2026-03-02T11:05:46Z; nothing went there in the baseline",
            "Before, 405.6 MB came from 3 hosts inside that usually send less: 10.0.10.15,"
                + " 10.0.10.13, 10.0.10.14",
            "CANNOT SAY  What left in the time without any record is not in the sums:"
                + " 2026-03-02T10:40:16Z to 2026-03-02T11:00:00Z (19 min)");
  }

  @Test
  void sumsWhatWentThroughTheNatGatewayOnce() throws IOException {
    String sql =
        "SELECT CAST(sum(bytes_sent + bytes_received) AS BIGINT) AS bytes FROM conversation"
            + " WHERE server = '203.0.113.50'";
    long truth =
        Files.readAllLines(Path.of(logs, "truth.ndjson")).stream()
            .filter(line -> line.contains("\"phase\":\"upload\"") || line.contains("last upload"))
            .map(line -> line.replaceFirst(".*\"bytes\":(\\d+).*", "$1"))
            .mapToLong(Long::parseLong)
            .sum();

    assertThat(CommandRun.of("query", "--logs", logs, "--sql", sql, "--format", "csv").out())
        .isEqualTo("bytes\n" + truth + "\n");
  }

  @Test
  void showsEachConnectionOfTwoWithItsLine() {
    assertThat(ask("connection", "10.0.0.10", "10.0.10.10", "--logs", logs, "--format", "json"))
        .contains(
            "\"client\" : \"10.0.0.10:58132\"",
            "\"state\" : \"data moved\"",
            "\"flags\" : \"SYN+FIN / SYN-ACK+FIN\"",
            "\"sha256\" : \"");
  }

  @Test
  void knowsThingsByTheirNames() {
    assertThat(ask("asset", "DESK", "--assets", ASSETS, "--logs", logs))
        .contains("DESK: instance desk", "It opened 1,143 conversations: 1,143 data moved");
    assertThat(ask("eni", "eni-084e15ee842aac0ce", "--assets", ASSETS, "--logs", logs))
        .contains("eni-084e15ee842aac0ce was seen from", "instance desk");
  }

  @Test
  void writesAPageThatNeedsNothingBesideIt() throws IOException {
    Path page = folder.resolve("paths.html");
    CommandRun run =
        CommandRun.of(
            "investigate",
            "paths",
            "--from",
            "198.51.100.77",
            "--at",
            "2026-03-02T10:00:00Z",
            "--back",
            "30m",
            "--logs",
            logs,
            "--report",
            page.toString());

    assertThat(run.err()).isEqualTo("flowproof: the report is " + page + "\n");
    assertThat(Files.readString(page))
        .contains(
            "<svg", "10.0.10.15", "no record of any interface", "SHA-256", "href=\"#object-1\"")
        .doesNotContain("<script", "http://", "https://");
  }

  @Test
  void saysWhereItLookedWhenItSawNothing() {
    assertThat(ask("ip", "192.0.2.1", "--logs", logs))
        .contains(
            "NOT SEEN    No record has 192.0.2.1 at either end, from 2026-03-02T09:00:02Z to"
                + " 2026-03-02T14:00:01Z",
            GAP);
  }

  @Test
  void fitsATerminal() {
    CommandRun run =
        CommandRun.onTerminal(80, "investigate", "ip", "198.51.100.77", "--logs", logs);
    assertThat(run.out().lines().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")))
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void saysWhatIsWrongWithAQuestion() {
    assertThat(CommandRun.of("investigate", "ip", "10.0.0", "--logs", logs).err())
        .startsWith("flowproof: '10.0.0' is no address (must be like 10.0.1.5 or 2001:db8::5)\n");
    assertThat(CommandRun.of("investigate", "ip", "10.0.0.1").err())
        .startsWith("flowproof: Give files and folders of flow logs, or --lake DIR\n");
    assertThat(CommandRun.of("investigate", "asset", "desk", "--logs", logs).err())
        .startsWith(
            "flowproof: No asset has the name or id 'desk' (--assets FILE takes what aws ec2"
                + " describe-network-interfaces prints)\n");
    assertThat(
            CommandRun.of(
                    "investigate",
                    "ip",
                    "10.0.0.1",
                    "--logs",
                    logs,
                    "--format",
                    "csv",
                    "--table",
                    "x")
                .err())
        .startsWith("flowproof: ");
  }

  @Test
  void tellsAnInterfaceThatWasSilentFromOneThatWasNotRecorded() {
    String shop = Installation.home().resolve("examples/logs/small-vpc").toString();

    assertThat(ask("eni", "eni-0123456789", "--logs", shop))
        .contains(
            "CANNOT SAY  What eni-0123456789 did: there is no record of it, not even NODATA, so"
                + " that it was not recorded or is not in these logs");
    assertThat(
            ask(
                "eni",
                "eni-084e15ee842aac0ce",
                "--logs",
                logs,
                "--from",
                "2026-03-02T10:42:00Z",
                "--to",
                "2026-03-02T10:50:00Z"))
        .contains("CANNOT SAY  What eni-084e15ee842aac0ce did");
  }

  @Test
  void saysWhenAReportCannotBeWritten() {
    CommandRun run =
        CommandRun.of(
            "investigate", "ip", "10.0.10.11", "--logs", logs, "--report", folder + "/no/x.html");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("flowproof: Cannot write the report: java.nio.file.NoSuchFileException: ")
        .endsWith("Try 'flowproof investigate ip --help'.\n");
  }

  private static String ask(String... question) {
    String[] arguments = new String[question.length + 1];
    arguments[0] = "investigate";
    System.arraycopy(question, 0, arguments, 1, question.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out();
  }
}
