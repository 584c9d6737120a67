package io.flowproof.detection.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Observation.Unit;
import io.flowproof.detection.pack.Recording.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLogsTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("examples/coverage");

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("flow-logs.json"), text);
  }

  @Test
  void readsWhatEachFlowLogRecords() throws IOException {
    Observation observation = FlowLogs.read(List.of(EXAMPLE.resolve("flow-logs.json")));
    assertThat(observation.unit()).isEqualTo(Unit.RESOURCES);
    assertThat(observation.stretches())
        .extracting(Stretch::resource)
        .containsExactly(
            "vpc-0a000000000000001", "subnet-0b000000000000001", "subnet-0b000000000000002");
    Recorded second = observation.stretches().get(1).ways().getFirst();
    assertThat(second.traffic()).containsExactly(Traffic.ACCEPT);
    assertThat(second.interval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(second.fields()).contains(FlowLogField.ACTION).doesNotContain(FlowLogField.TYPE);
    assertThat(observation.stretches().get(2).ways().getFirst().nothing())
        .isEqualTo("the delivery of fl-0a000000000000003 fails: Access error");
    assertThat(observation.doubts())
        .containsExactly(
            "Without the output of describe-network-interfaces nobody can tell how many interfaces"
                + " each flow log records, nor which have none");
  }

  @Test
  void findsTheInterfacesThatNoFlowLogCovers() throws IOException {
    Observation observation =
        FlowLogs.read(
            List.of(EXAMPLE.resolve("flow-logs.json"), EXAMPLE.resolve("interfaces.json")));
    assertThat(observation.unit()).isEqualTo(Unit.INTERFACES);
    assertThat(observation.amount()).isEqualTo(8);
    assertThat(observation.stretches().getLast().ways())
        .containsExactly(
            Recorded.nothing(
                "no flow log covers its interface, subnet subnet-0b000000000000003 or VPC"));
    assertThat(observation.doubts()).isEmpty();
  }

  @Test
  void saysWhatItDoesNotRead() throws IOException {
    Observation observation =
        FlowLogs.read(
            List.of(
                file(
                    """
                    {"FlowLogs": [
                      {"FlowLogId": "fl-1", "ResourceId": "vpc-1", "TrafficType": "ALL"},
                      {"FlowLogId": "fl-2", "ResourceId": "tgw-1"},
                      {"FlowLogId": "fl-3", "ResourceId": "vpc-2", "LogFormat": "${srcaddr}"}],
                     "NextToken": "abc"}
                    """)));
    assertThat(observation.doubts())
        .contains(
            "fl-2 records transit gateway tgw-1: the rules read flow logs of VPCs, not these",
            "fl-3 has a format that the Splunk Add-on for AWS does not extract (it knows the version 2"
                + " default and version 5): SPL texts on its fields are blind there",
            folder.resolve("flow-logs.json") + " is one page of several: it has a NextToken");
    assertThat(observation.stretches().getFirst().ways().getFirst().fields()).hasSize(14);
  }

  @Test
  void namesTheFileAndWhatWouldBeRight() throws IOException {
    Path file = file("{\"FlowLogs\": [");
    assertThatThrownBy(() -> FlowLogs.read(List.of(file)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(file + ":1:")
        .hasMessageEndingWith("(expected what 'aws ec2 describe-flow-logs' prints)");
    Path other = file("{\"Vpcs\": []}");
    assertThatThrownBy(() -> FlowLogs.read(List.of(other)))
        .hasMessage(
            other
                + ": Neither 'FlowLogs' nor 'NetworkInterfaces' in it (expected what 'aws ec2"
                + " describe-flow-logs' and 'describe-network-interfaces' print)");
    Path wrong =
        file(
            "{\"FlowLogs\": [{\"FlowLogId\": \"fl-1\", \"ResourceId\": \"vpc-1\","
                + " \"LogFormat\": \"${srcadr}\"}]}");
    assertThatThrownBy(() -> FlowLogs.read(List.of(wrong)))
        .hasMessage(
            wrong + ": fl-1: Unknown field 'srcadr' in the log format (did you mean 'srcaddr'?)");
  }
}
