package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.HEADER;
import static io.flowproof.flowlog.decode.Logs.HEADER_5;
import static io.flowproof.flowlog.decode.Logs.NODATA;
import static io.flowproof.flowlog.decode.Logs.RDP;
import static io.flowproof.flowlog.decode.Logs.S3_REPLY;
import static io.flowproof.flowlog.decode.Logs.S3_REQUEST;
import static io.flowproof.flowlog.decode.Logs.SKIPDATA;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static io.flowproof.flowlog.decode.Logs.gzip;
import static io.flowproof.flowlog.decode.Logs.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLogReaderTest {
  @TempDir private Path folder;

  @Test
  void readsTheDefaultFormatByItsHeader() {
    Logs logs = new Logs(folder).put("a.log", HEADER + SSH + RDP);

    ObjectAccount account = logs.readOne();

    assertThat(account.lines()).isEqualTo(2);
    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.headers()).isEqualTo(1);
    assertThat(account.first()).isEqualTo(Instant.parse("2014-12-14T04:06:50Z"));
    assertThat(account.last()).isEqualTo(Instant.parse("2014-12-14T04:07:50Z"));
    assertThat(account.interfaces().names()).containsExactly("eni-1235b8ca123456789");
    assertThat(account.accounts().names()).containsExactly("123456789010");
    assertThat(logs.rows().all().getFirst())
        .containsEntry("table", "flow")
        .containsEntry("version", 2)
        .containsEntry("srcaddr", "172.31.16.139")
        .containsEntry("dstaddr", "172.31.16.21")
        .containsEntry("srcport", 20641)
        .containsEntry("dstport", 22)
        .containsEntry("protocol", 6)
        .containsEntry("packets", 20L)
        .containsEntry("bytes", 4249L)
        .containsEntry("start_time", 1418530010_000000L)
        .containsEntry("end_time", 1418530070_000000L)
        .containsEntry("action", "ACCEPT")
        .containsEntry("log_status", "OK")
        .containsEntry("direction", "internal")
        .containsEntry("initiator", "unknown")
        .containsEntry("splunk_format", 1)
        .containsEntry("fields_present", LogFormat.DEFAULT.fieldsPresent())
        .containsEntry("source_id", 0)
        .containsEntry("source_line", 2L);
  }

  @Test
  void everyLineOfAMixedFolderIsAccountedFor() {
    String whole = HEADER + SSH + RDP + SSH;
    byte[] packed = gzip(whole.repeat(200));
    Logs logs =
        new Logs(folder)
            .put("a-garbage.log", HEADER + SSH + "garbage\n" + NODATA + SKIPDATA + "\n")
            .put("b-cat.log.gz", join(gzip(HEADER + SSH), gzip(HEADER_5 + S3_REPLY + S3_REQUEST)))
            .put("c-truncated.log.gz", Arrays.copyOf(packed, packed.length - 20))
            .put("d-unknown.log", "srcaddr dstaddr shiny\n10.0.0.1 10.0.0.2 new\n")
            .put("README.md", "# Notes\nNothing to see.\n")
            .put("e.parquet", "PAR1xxxx");

    Reading reading = logs.read();

    ReadTotals totals = reading.totals();
    assertThat(totals.lines())
        .isEqualTo(totals.flows() + totals.nodata() + totals.skipdata() + totals.rejected());
    ObjectAccount garbage = reading.objects().get(0);
    assertThat(garbage.flows()).isEqualTo(1);
    assertThat(garbage.nodata()).isEqualTo(1);
    assertThat(garbage.skipdata()).isEqualTo(1);
    assertThat(garbage.rejected()).isEqualTo(1);
    assertThat(garbage.blank()).isEqualTo(1);
    assertThat(garbage.rejects())
        .extracting(Reject::line, Reject::reason, Reject::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, "expected 14 tokens and got 1", "garbage"));
    ObjectAccount cat = reading.objects().get(1);
    assertThat(cat.headers()).isEqualTo(2);
    assertThat(cat.formats()).extracting(f -> f.format().version()).containsExactly(2, 5);
    assertThat(cat.formats()).extracting(FormatCount::flows).containsExactly(1L, 2L);
    ObjectAccount truncated = reading.objects().get(2);
    assertThat(truncated.rejects()).extracting(Reject::reason).containsExactly("truncated");
    assertThat(truncated.damage()).singleElement().asString().startsWith("gzip data is cut off");
    assertThat(reading.objects().get(3).flows()).isEqualTo(1);
    assertThat(reading.skipped())
        .extracting(SkippedFile::reason)
        .containsExactly("a document by its name", "Parquet (text and gzip are read)");
    assertThat(logs.rows().column("table")).filteredOn("coverage_window"::equals).hasSize(2);
    assertThat(logs.rows().column("unknown_fields")).contains("{\"shiny\":\"new\"}");
  }
}
