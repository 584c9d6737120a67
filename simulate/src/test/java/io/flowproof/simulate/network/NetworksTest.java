package io.flowproof.simulate.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.Simulated;
import io.flowproof.simulate.deliver.RecordValues;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.RecorderTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks that ship, and that their honest work has what makes rules fail. */
class NetworksTest {
  private final List<FlowRecord> records = new ArrayList<>();
  private final RecordSink all = (log, point, end, closed) -> records.addAll(closed);

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (FlowRecord record : records) {
      Step step = record.step();
      if (step != null) {
        steps.add(step);
      }
    }
    return steps;
  }

  private static boolean has(RecordingPoint point, String role) {
    return point instanceof Eni eni && eni.roles().contains(role);
  }

  @ParameterizedTest
  @CsvSource({"web-shop, balancer, 8081", "microservices, nlb, 8443", "hub-and-spoke, edge, 8080"})
  void healthChecksComeEveryTenSecondsToEveryTarget(String network, String from, int port)
      throws IOException {
    Simulated.work(network, 15).run(all);
    // A record for each minute: six checks, each of which is a connection of its own.
    Map<String, TreeSet<Long>> starts = new HashMap<>();
    for (FlowRecord record : records) {
      Step step = record.step();
      if (step != null && !step.ingress() && step.dstPort() == port && has(step.point(), from)) {
        starts
            .computeIfAbsent(step.src() + " " + step.dst(), pair -> new TreeSet<>())
            .add(record.startSeconds());
      }
    }
    assertThat(starts).isNotEmpty();
    for (Map.Entry<String, TreeSet<Long>> pair : starts.entrySet()) {
      Map<Long, Integer> phases = new HashMap<>();
      pair.getValue().forEach(second -> phases.merge(second % 10, 1, Integer::sum));
      assertThat(phases.values()).as(pair.getKey()).anyMatch(count -> count >= 85);
    }
  }

  @Test
  void aNatGatewayUsesThousandsOfPorts() throws IOException {
    Simulated.work("web-shop", 60).run(all);
    Set<Integer> ports = new HashSet<>();
    for (Step step : steps()) {
      if (has(step.point(), "nat") && !step.ingress() && step.src().equals(step.pktSrc())) {
        ports.add(step.srcPort());
      }
    }
    assertThat(ports).hasSizeGreaterThan(3_000);
  }

  @ParameterizedTest
  @CsvSource({
    "web-shop, 2026-03-03T01:20:00Z",
    "microservices, 2026-03-03T02:00:00Z",
    "hub-and-spoke, 2026-03-03T01:10:00Z"
  })
  void aBackupOfTwoHundredGigabytesRunsAtNight(String network, String start) throws IOException {
    RecorderTotals night = Simulated.work(network, 160).from(start).run(all);
    Map<String, Long> sent = new HashMap<>();
    for (FlowRecord record : records) {
      Step step = record.step();
      if (step != null && !step.ingress() && has(step.point(), "database")) {
        sent.merge(
            step.dst() + ":" + step.dstPort() + "<" + step.srcPort(), record.bytes(), Long::sum);
      }
    }
    assertThat(sent.values()).anyMatch(bytes -> bytes > 200_000_000_000L);
    assertThat(night.given().bytes()).isGreaterThan(200_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-shop", "microservices", "hub-and-spoke"})
  void anAuthorisedScannerTriesEveryPortOfEveryHost(String network) throws IOException {
    Simulated.work(network, 60).run(all);
    Set<String> tried = new HashSet<>();
    Set<IpAddress> hosts = new HashSet<>();
    for (Step step : steps()) {
      if (has(step.point(), "scanner") && !step.ingress()) {
        tried.add(step.dst() + ":" + step.dstPort());
        hosts.add(step.dst());
      }
    }
    assertThat(tried).hasSizeGreaterThan(150);
    assertThat(hosts).hasSizeGreaterThan(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-shop", "microservices", "hub-and-spoke"})
  void theInternetScansWhateverHasAPublicAddress(String network) throws IOException {
    RecorderTotals totals = Simulated.work(network, 20).run(all);
    Set<IpAddress> sources = new HashSet<>();
    for (FlowRecord record : records) {
      Step step = record.step();
      if (step != null && record.isRejected() && step.ingress()) {
        sources.add(step.src());
      }
    }
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(totals.rejectedPackets()).isPositive();
  }

  @Test
  void resolversAreAskedWithoutRest() throws IOException {
    Simulated.work("microservices", 10).run(all);
    long questions =
        steps().stream()
            .filter(step -> has(step.point(), "resolver") && step.dstPort() == 53 && step.ingress())
            .count();
    assertThat(questions).isGreaterThan(10_000);
  }

  @Test
  void aNatGatewayForgetsQueueConsumersThatAreSilentForTooLong() throws IOException {
    Simulated.work("web-shop", 40).run(all);
    assertThat(records)
        .anyMatch(
            record -> {
              Step step = record.step();
              return step != null
                  && step.srcPort() == 5671
                  && step.ingress()
                  && has(step.point(), "app")
                  && record.tcpFlags() == 4;
            });
  }

  @Test
  void packetsAreLostAtTheTransitGateway() throws IOException {
    RecorderTotals totals =
        Simulated.work("hub-and-spoke", 20).in(LogFormat.TRANSIT_GATEWAY).run(all);
    Set<FlowLogField> lost = new HashSet<>();
    for (FlowRecord record : records) {
      RecordValues.of(record, 6)
          .forEach(
              (field, value) -> {
                if (field.awsName().startsWith("packets-lost-") && !value.toString().equals("0")) {
                  lost.add(field);
                }
              });
    }
    assertThat(lost)
        .containsExactlyInAnyOrder(
            FlowLogField.PACKETS_LOST_BLACKHOLE,
            FlowLogField.PACKETS_LOST_NO_ROUTE,
            FlowLogField.PACKETS_LOST_MTU_EXCEEDED);
    assertThat(totals.lostInTransit()).isPositive();
  }

  @Test
  void mirroredTrafficIsThereAndNeverRecorded() throws IOException {
    RecorderTotals totals = Simulated.work("web-shop", 5).run(all);

    assertThat(totals.unrecorded().get(Unrecorded.MIRRORED).bytes()).isPositive();
    assertThat(steps()).noneMatch(step -> step.dstPort() == 4789);
  }

  @Test
  void tasksOfEcsAndTagsAreNamed() throws IOException {
    Map<FlowLogField, String> worker =
        Simulated.work("microservices", 1).networkFile().network().enis().stream()
            .filter(eni -> eni.roles().contains("worker"))
            .findFirst()
            .orElseThrow()
            .values();

    assertThat(worker)
        .containsEntry(
            FlowLogField.ECS_CLUSTER_ARN, "arn:aws:ecs:us-east-1:234567890123:cluster/jobs")
        .containsEntry(FlowLogField.ECS_CLUSTER_NAME, "jobs")
        .containsEntry(FlowLogField.ECS_SERVICE_NAME, "worker")
        .containsEntry(
            FlowLogField.ECS_TASK_DEFINITION_ARN,
            "arn:aws:ecs:us-east-1:234567890123:task-definition/worker:7")
        .containsEntry(FlowLogField.INTERFACE_TAG, "production")
        .doesNotContainKey(FlowLogField.ECS_CONTAINER_INSTANCE_ID);
    String task = worker.get(FlowLogField.ECS_TASK_ID);
    assertThat(task).matches("[0-9a-f]{32}");
    assertThat(worker.get(FlowLogField.ECS_TASK_ARN)).endsWith(":task/jobs/" + task);
    assertThat(worker.get(FlowLogField.ECS_CONTAINER_ID)).matches(task + "-\\d+");
    assertThat(worker.get(FlowLogField.ECS_SECOND_CONTAINER_ID)).matches(task + "-\\d+");
  }

  @Test
  void namesTheFileAndThePlaceOfAMistake() {
    assertMistake(
        "vpcs: {a: {cidr: 10.0.0.0/8}}", "vpcs.a: Unknown key 'cidr' (did you mean 'cidrs'?)");
    assertMistake(
        "groups: {a: {in: [tcp]}}",
        "groups.a.in[0]: Invalid rule: 'tcp' (must be such as tcp 443 0.0.0.0/0)");
    assertMistake(
        "name: n\nvpcs: {a: {cidrs: [10.0.0.0/16], encryption: always}}",
        "vpcs.a.encryption: Unknown word 'always' (must be off, monitor, enforce)");
    assertMistake(
        "name: n\nservices: {my service: [10.0.0.0/16]}",
        "services.my service: Invalid service: 'my service' (must be such as S3 or API_GATEWAY)");
  }

  private static void assertMistake(String yaml, String message) {
    assertThatThrownBy(() -> NetworkFile.read(Yaml.read("n.yml", yaml)))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage("n.yml: " + message);
  }
}
