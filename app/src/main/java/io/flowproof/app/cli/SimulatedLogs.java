package io.flowproof.app.cli;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.TransitAttachment;
import io.flowproof.simulate.network.TransitGateway;
import io.flowproof.simulate.record.FlowLog;
import java.util.ArrayList;
import java.util.List;

/** The flow logs of a simulated network: one for each VPC, or for each transit gateway. */
final class SimulatedLogs {
  private final NetworkFile file;
  private final LogOutput output;

  SimulatedLogs(NetworkFile file, LogOutput output) {
    this.file = file;
    this.output = output;
  }

  /**
   * Those in the wanted format: of the transit gateways where it is theirs, else of the VPCs.
   *
   * @param transitGateways whether the transit gateways have flow logs besides
   * @throws UsageException when those of transit gateways are wanted, and there is none
   */
  List<FlowLog> all(boolean transitGateways) {
    LogFormat format = output.format();
    List<FlowLog> logs = new ArrayList<>();
    if (!format.isTransitGateway()) {
      file.vpcs().values().forEach(vpc -> logs.add(FlowLog.of(vpc, format, output.interval())));
    }
    if (transitGateways || format.isTransitGateway()) {
      if (file.network().transitGateways().isEmpty()) {
        throw new UsageException(
            "There is no transit gateway in '"
                + file.name()
                + "', so that it has no flow logs of one");
      }
      LogFormat theirs = format.isTransitGateway() ? format : LogFormat.TRANSIT_GATEWAY;
      file.network().transitGateways().forEach(gateway -> logs.add(ofGateway(gateway, theirs)));
    }
    return logs;
  }

  private static FlowLog ofGateway(TransitGateway gateway, LogFormat format) {
    TransitAttachment first = gateway.attachments().getFirst();
    return new FlowLog(
        id(gateway.id()),
        first.account(),
        first.region(),
        format,
        60,
        FlowLog.Traffic.ALL,
        point -> gateway.id().equals(point.values().get(FlowLogField.TGW_ID)));
  }

  private static String id(String resource) {
    return "fl-0" + resource.substring(resource.length() - 16);
  }
}
