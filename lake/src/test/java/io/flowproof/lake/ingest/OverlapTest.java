package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flow logs of a VPC, of its subnet and of an interface record the same traffic. */
class OverlapTest {
  private static final String V2 =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start"
          + " end action log-status";
  private static final String RICHER = V2 + " vpc-id";
  private static final long START = 1772445600L; // 2026-03-02T10:00:00Z

  @TempDir Path folder;
  private final List<Path> objects = new ArrayList<>();
  private Lakes lakes = new Lakes(Path.of("."));

  @BeforeEach
  void makeLakes() {
    lakes = new Lakes(folder);
  }

  private void object(String flowLog, int number, String header, String... lines) {
    String name =
        "123456789012_vpcflowlogs_us-east-1_%s_20260302T10%02dZ_%08x.log"
            .formatted(flowLog, number, number);
    objects.add(lakes.write(name, header + "\n" + String.join("\n", lines) + "\n"));
  }

  private static String flow(String eni, int minute, String action, int bytes) {
    long start = START + minute * 60L;
    return "2 123456789012 %s 10.0.0.1 10.0.0.2 40000 443 6 1 %d %d %d %s OK"
        .formatted(eni, bytes, start, start + 59, action);
  }

  private List<List<Object>> ask(String sql) throws Exception {
    Path lake = lakes.lake("lake");
    lakes.ingest(lake, objects, Steps.ALL);
    return lakes.ask(lake, engine -> engine.all(sql));
  }

  private static final String SUM = "SELECT sum(bytes), count(*) FROM flow";

  @Test
  void aRecordOfTwoFlowLogsIsReadOnceFromTheOneWithMoreFields() throws Exception {
    object("fl-aaa", 1, V2, flow("eni-1", 0, "ACCEPT", 100), flow("eni-1", 1, "ACCEPT", 200));
    object(
        "fl-bbb",
        2,
        RICHER,
        flow("eni-1", 0, "ACCEPT", 100) + " vpc-1",
        flow("eni-1", 1, "ACCEPT", 200) + " vpc-1");
    assertThat(ask(SUM + " WHERE vpc_id = 'vpc-1'")).isEqualTo(List.of(List.of(300L, 2L)));
    assertThat(ask(SUM)).isEqualTo(List.of(List.of(300L, 2L)));
    assertThat(ask("SELECT flow_log_id, kept, copies FROM flow_copy"))
        .isEqualTo(List.of(List.of("fl-aaa", "fl-bbb", 2L)));
    assertThat(ask("SELECT count(*) FROM recorded_flow")).isEqualTo(List.of(List.of(4L)));
  }

  @Test
  void recordsOfOneFlowLogAreNeverCopiesOfEachOther() throws Exception {
    object("fl-aaa", 1, V2, flow("eni-1", 0, "ACCEPT", 100), flow("eni-1", 0, "ACCEPT", 100));
    object("fl-aaa", 2, V2, flow("eni-1", 0, "ACCEPT", 100));
    assertThat(ask(SUM)).isEqualTo(List.of(List.of(300L, 3L)));
  }

  @Test
  void whatOnlyOneFlowLogHasIsKept() throws Exception {
    object("fl-aaa", 1, V2, flow("eni-1", 0, "ACCEPT", 100), flow("eni-2", 0, "ACCEPT", 10));
    object("fl-bbb", 2, V2, flow("eni-1", 0, "ACCEPT", 100), flow("eni-1", 40, "ACCEPT", 1));
    assertThat(ask(SUM)).isEqualTo(List.of(List.of(111L, 3L)));
  }

  @Test
  void aFlowLogOfRejectedTrafficIsNoCopyOfOneOfAcceptedTraffic() throws Exception {
    object("fl-aaa", 1, V2, flow("eni-1", 0, "ACCEPT", 100));
    object("fl-bbb", 2, V2, flow("eni-1", 0, "REJECT", 40), flow("eni-1", 1, "REJECT", 40));
    assertThat(ask(SUM)).isEqualTo(List.of(List.of(180L, 3L)));
  }

  @Test
  void aFlowLogWithOtherConnectionsIsNoCopy() throws Exception {
    object("fl-aaa", 1, V2, flow("eni-1", 0, "ACCEPT", 100), flow("eni-1", 1, "ACCEPT", 1));
    object("fl-bbb", 2, V2, flow("eni-1", 0, "ACCEPT", 100).replace("10.0.0.2", "10.0.0.3"));
    assertThat(ask(SUM)).isEqualTo(List.of(List.of(201L, 3L)));
  }

  @Test
  void theOrderInWhichTheyCameDoesNotMatter() throws Exception {
    object("fl-bbb", 2, V2, flow("eni-1", 0, "ACCEPT", 100), flow("eni-1", 1, "ACCEPT", 1));
    object("fl-aaa", 1, V2, flow("eni-1", 0, "ACCEPT", 101));
    Path one = lakes.lake("one");
    lakes.ingest(one, objects, Steps.ALL);
    Path other = lakes.lake("other");
    lakes.ingest(other, List.of(objects.get(1)), Steps.ALL);
    lakes.ingest(other, List.of(objects.get(0)), Steps.ALL);
    lakes.compact(other, 128L << 20, Steps.ALL);
    assertThat(lakes.<Object>ask(one, engine -> engine.all(SUM)))
        .isEqualTo(List.of(List.of(101L, 2L)));
    assertThat(lakes.<Object>ask(other, engine -> engine.all(SUM)))
        .isEqualTo(List.of(List.of(101L, 2L)));
  }
}
