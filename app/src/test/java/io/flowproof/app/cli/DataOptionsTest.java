package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, watchlists, indicators, files and functions that a user gives beside the logs. */
class DataOptionsTest {
  @TempDir Path folder;

  @Test
  void aTableIsALookupOfSearches() throws IOException {
    Path file = Files.writeString(folder.resolve("hosts.csv"), "ip,owner\n10.0.0.1,ann\n");
    String spl =
        "| inputlookup Hosts | append [| makeresults | eval ip=\"10.0.0.1\" | lookup Hosts ip]"
            + " | stats values(owner) AS who, count BY ip";
    assertThat(query("--table", "Hosts=" + file, "--format", "csv", "--spl", spl).out())
        .isEqualTo("ip,who,count\n10.0.0.1,ann,2\n");
    assertThat(query("--table", "Hosts=" + file, "--spl", "| inputlookup Hots").err())
        .contains("Unknown lookup 'Hots' (did you mean 'Hosts'?)");
  }

  @Test
  void aTableIsReadWithGuessedOrDeclaredTypes() throws IOException {
    Path file = write("hosts.csv", "Account,Port\n123456789012,443\n");
    String kql = "Hosts | where Port > 1";

    assertThat(query("--table", "Hosts=" + file, "--format", "json", "--kql", kql).out())
        .isEqualToIgnoringWhitespace("[{\"Account\":123456789012,\"Port\":443}]");
    assertThat(
            query("--table", "Hosts(Account:string)=" + file, "--format", "json", "--kql", kql)
                .out())
        .isEqualToIgnoringWhitespace("[{\"Account\":\"123456789012\",\"Port\":443}]");
  }

  @Test
  void theSearchKeyOfAWatchlistIsItsFirstColumnOrTheOneGiven() throws IOException {
    Path file = write("vips.csv", "Name,Ip\nann,10.0.0.1\n");
    String kql = "_GetWatchlist('vips') | project SearchKey";

    assertThat(query("--watchlist", "vips=" + file, "--format", "csv", "--kql", kql).out())
        .isEqualTo("SearchKey\nann\n");
    assertThat(
            query(
                    "--watchlists",
                    folder.toString(),
                    "--search-key",
                    "vips=Ip",
                    "--format",
                    "csv",
                    "--kql",
                    kql)
                .out())
        .isEqualTo("SearchKey\n10.0.0.1\n");
    CommandRun wrong =
        query("--watchlist", "vips=" + file, "--search-key", "vips=Host", "--kql", kql);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .startsWith(
            "flowproof: The watchlist 'vips' has no column 'Host' to search by (it has Name, Ip)");
  }

  @Test
  void entriesOfAFeedThatAreOfNoUseAreSaid() throws IOException {
    Path feed = write("feed.txt", "203.0.113.9\nwhat is this?\n");

    CommandRun run =
        query(
            "--intel",
            feed.toString(),
            "--format",
            "csv",
            "--kql",
            "ThreatIntelIndicators | project ObservableValue");

    assertThat(run.out()).isEqualTo("ObservableValue\n203.0.113.9\n");
    assertThat(run.err())
        .isEqualTo(
            "flowproof: "
                + feed
                + ": 1 entry is not used: no address, network, domain, URL or hash (line 2: 'what is this?')\n");
  }

  @Test
  void externaldataReadsTheFileThatIsAllowedForItsAddressAndNoOther() throws IOException {
    Path file = write("list.csv", "203.0.113.9\n");
    String kql = "externaldata(ip:string)['https://example.com/list.csv']";

    assertThat(
            query(
                    "--allow-file",
                    "https://example.com/list.csv=" + file,
                    "--format",
                    "csv",
                    "--kql",
                    kql)
                .out())
        .isEqualTo("ip\n203.0.113.9\n");
    assertThat(
            query(
                    "--allow-file",
                    file.toString(),
                    "--format",
                    "csv",
                    "--kql",
                    "externaldata(ip:string)['" + file + "']")
                .out())
        .isEqualTo("ip\n203.0.113.9\n");
    CommandRun refused = query("--allow-file", file.toString(), "--kql", kql);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith(
            "<kql>:1:25: FORBIDDEN: No file is allowed for 'https://example.com/list.csv' (allow"
                + " one with --allow-file 'https://example.com/list.csv=FILE')");
  }

  @Test
  void aQueryReachesNoFileByAnyOfItsNames() throws IOException {
    Path file = write("secret.csv", "a\n1\n");

    for (String kql :
        new String[] {
          "externaldata(a:string)[@'" + file + "']",
          "externaldata(a:string)['file://" + file + "']",
          "table('" + file + "')",
          "_GetWatchlist('" + file + "')",
          "_GetWatchlist('../secret')"
        }) {
      CommandRun run = query("--kql", kql);
      assertThat(run.code()).as(kql).isEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void savedFunctionsAreThoseOfAFolder() throws IOException {
    write("f.kql", "let Twice = (n: long) { n * 2 };");

    assertThat(
            query("--functions", folder.toString(), "--format", "csv", "--kql", "print Twice(21)")
                .out())
        .isEqualTo("print_0\n42\n");
  }

  @Test
  void saysWhatIsWrongWithAnOption() throws IOException {
    Path file = write("x.csv", "a\n1\n");

    assertThat(query("--table", "x.csv", "--kql", "X").err())
        .startsWith(
            "flowproof: Cannot read --table 'x.csv' (must be NAME=FILE or 'NAME(Column:type,"
                + " …)=FILE')\n");
    assertThat(query("--table", "X(a:strng)=" + file, "--kql", "X").err())
        .startsWith(
            "flowproof: Cannot read 'a:strng' in --table 'X(a:strng)="
                + file
                + "' (did you mean 'string'?)\n");
    assertThat(query("--table", "X(b:string)=" + file, "--kql", "X").err())
        .startsWith("flowproof: '" + file + "' has no column 'b' (it has a)\n");
    assertThat(query("--table", "AWSVPCFlow=" + file, "--kql", "X").err())
        .startsWith("flowproof: The name 'AWSVPCFlow' of a table is taken\n");
    assertThat(query("--table", "X=" + folder.resolve("none.csv"), "--kql", "X").err())
        .startsWith("flowproof: No such file: " + folder.resolve("none.csv") + "\n");
    assertThat(query("--watchlists", folder.resolve("none").toString(), "--kql", "X").err())
        .startsWith("flowproof: No such folder: " + folder.resolve("none") + "\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static CommandRun query(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "query";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.of(all);
  }
}
