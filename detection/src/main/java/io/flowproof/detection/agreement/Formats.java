package io.flowproof.detection.agreement;

import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The log formats that samples are written in: those that both SIEMs' tables can hold. */
final class Formats {
  /** The default format, version 2. */
  static final List<FlowLogField> DEFAULT =
      Arrays.stream(FlowLogField.values())
          .filter(f -> !f.isTransitGateway() && f.version() == 2)
          .toList();

  /** The 29 fields of version 5 in AWS's order. */
  static final List<FlowLogField> VERSION_5 =
      Arrays.stream(FlowLogField.values())
          .filter(f -> !f.isTransitGateway() && f.version() <= 5)
          .toList();

  /** The same in the order of their names, as the console writes them. */
  static final List<FlowLogField> ALPHABETICAL =
      VERSION_5.stream().sorted(Comparator.comparing(FlowLogField::awsName)).toList();

  private Formats() {}

  /** The fields that a header line names; none for a line that is no header. */
  static List<FlowLogField> header(String[] tokens) {
    List<FlowLogField> fields = new ArrayList<>();
    for (String token : tokens) {
      FlowLogField field = FlowLogField.find(token.replace('_', '-'));
      if (field == null) {
        return List.of();
      }
      fields.add(field);
    }
    return fields;
  }

  /** What a flow has in a field that its log lacked. */
  static String otherwise(FlowLogField field, Map<FlowLogField, String> row) {
    String source = row.getOrDefault(FlowLogField.SRCADDR, Flows.NONE);
    String destination = row.getOrDefault(FlowLogField.DSTADDR, Flows.NONE);
    if (source.equals(Flows.NONE) && destination.equals(Flows.NONE)) {
      return Flows.NONE;
    }
    return switch (field) {
      case VPC_ID -> "vpc-0a1b2c3d4e5f67890";
      case SUBNET_ID -> "subnet-0a1b2c3d4e5f67890";
      case INSTANCE_ID -> "i-0a1b2c3d4e5f67890";
      case REGION -> "us-east-1";
      case AZ_ID -> "use1-az1";
      case TCP_FLAGS -> "0";
      case TYPE -> source.contains(":") ? "IPv6" : "IPv4";
      case PKT_SRCADDR -> source;
      case PKT_DSTADDR -> destination;
      case FLOW_DIRECTION -> destination.startsWith("10.") ? "ingress" : "egress";
      default -> Flows.NONE;
    };
  }
}
