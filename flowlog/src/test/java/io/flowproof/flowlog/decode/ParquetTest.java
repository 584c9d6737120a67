package io.flowproof.flowlog.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet objects, whose columns and rows a fake gives. */
class ParquetTest {
  private static final String COLUMNS =
      "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes"
          + " start end action log_status";

  @TempDir Path folder;

  private final Map<String, Fake> files = new HashMap<>();

  @Test
  void aRowIsTheRecordThatItsLineWouldBe() {
    parquet(
        "a.log.parquet", COLUMNS, Logs.SSH, "not a record", Logs.NODATA, Logs.SKIPDATA, Logs.RDP);
    Logs logs = logs();
    ObjectAccount account = logs.readOne();

    assertThat(account.lines()).isEqualTo(5);
    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.nodata()).isEqualTo(1);
    assertThat(account.skipdata()).isEqualTo(1);
    assertThat(account.rejected()).isEqualTo(1);
    assertThat(account.rejects().getFirst().line()).isEqualTo(2);
    assertThat(account.headers()).isZero();
    assertThat(account.damage()).isEmpty();
    assertThat(account.sha256()).hasSize(64);
    assertThat(account.formats().getFirst().format()).isEqualTo(LogFormat.DEFAULT);
    assertThat(logs.rows().column("source_line")).containsExactly("1", "3", "4", "5");
    assertThat(logs.rows().column("srcport")).containsExactly("20641", "null", "null", "49761");
    assertThat(logs.rows().column("table"))
        .containsExactly("flow", "coverage_window", "coverage_window", "flow");
  }

  @Test
  void aValueOfTheWrongKindRejectsItsRowAndIsNamed() {
    parquet("a.parquet", COLUMNS, Logs.SSH.replace(" 20641 ", " ssh "), Logs.RDP);
    ObjectAccount account = logs().readOne();

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.rejects())
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.line()).isEqualTo(1);
              assertThat(reject.token()).isEqualTo(6);
              assertThat(reject.field()).isEqualTo("srcport");
              assertThat(reject.value()).isEqualTo("ssh");
              assertThat(reject.kind()).isEqualTo(RejectKind.NOT_A_NUMBER);
            });
  }

  @Test
  void aColumnThatNoVersionHasIsKept() {
    parquet("a.parquet", "srcaddr new_field log_status", "10.0.0.5 so%20be%20it OK");
    Logs logs = logs();
    logs.readOne();

    assertThat(logs.rows().column("unknown_fields"))
        .containsExactly("{\"new_field\":\"so%20be%20it\"}");
  }

  @Test
  void recordsOfTransitGatewaysAreToldApart() {
    parquet(
        "a.parquet",
        "version resource_type tgw_id srcaddr dstaddr start end log_status",
        "6 TransitGateway tgw-1 10.0.0.5 10.1.0.5 1616729292 1616729349 OK");
    Logs logs = logs();

    assertThat(logs.readOne().flows()).isEqualTo(1);
    assertThat(logs.rows().column("table")).containsExactly("transit_gateway_flow");
  }

  @Test
  void whatStandsBeforeDamageIsKeptAndOtherObjectsAreRead() {
    parquet("a.parquet", COLUMNS, Logs.SSH, Logs.RDP, null);
    parquet("b.parquet", COLUMNS, Logs.SSH);
    Reading reading = logs().read();

    assertThat(reading.objects().getFirst().flows()).isEqualTo(2);
    assertThat(reading.objects().getFirst().damage())
        .containsExactly("cannot be read after row 2: a page is torn");
    assertThat(reading.totals().flows()).isEqualTo(3);
  }

  @Test
  void aFileWithoutItsFooterIsDamagedWhetherNamedOrFound() {
    Logs logs = logs().put("half.log.parquet", "PAR1 and some pages");
    String damage =
        "cannot be read: cut off: the footer that tells its columns and rows is missing";

    assertThat(logs.readOne().damage()).containsExactly(damage);
    assertThat(logs.read(List.of(folder.resolve("half.log.parquet"))).objects().getFirst().damage())
        .containsExactly(damage);
  }

  @Test
  void parquetOfSomethingElseIsSkippedUnlessItIsNamed() {
    parquet("cars.parquet", "name wheels version");
    parquet("flows.parquet", "srcaddr dstaddr source_id source_line");
    Logs logs = logs();

    assertThat(logs.read().skipped())
        .extracting(SkippedFile::reason)
        .containsExactly(
            "Parquet without the columns of flow logs",
            "Parquet of records that were decoded already");
    parquet("cars.parquet", "name wheels");
    assertThat(logs.read(List.of(folder.resolve("cars.parquet"))).objects().getFirst().damage())
        .containsExactly("holds no column of a flow log (it has name, wheels)");
  }

  private Logs logs() {
    return new Logs(folder)
        .with(
            ReadOptions.STANDARD.withParquet(
                file -> new Open(files.get(file.getFileName().toString()))));
  }

  private void parquet(String name, String columns, @Nullable String... rows) {
    new Logs(folder).put(name, "PAR1 " + name + " PAR1");
    files.put(name, new Fake(List.of(columns.split(" ")), Arrays.asList(rows)));
  }

  /** What a file holds; a null row is damage. */
  private record Fake(List<String> columns, List<@Nullable String> rows) {}

  private static final class Open implements RecordFile {
    private final Fake fake;
    private final Iterator<@Nullable String> rows;

    Open(Fake fake) {
      this.fake = fake;
      this.rows = fake.rows.iterator();
    }

    @Override
    public List<String> columns() {
      return fake.columns;
    }

    @Override
    public @Nullable String next() throws IOException {
      if (!rows.hasNext()) {
        return null;
      }
      String row = rows.next();
      if (row == null) {
        throw new IOException("a page is torn");
      }
      return row.strip();
    }

    @Override
    public void close() {}
  }
}
