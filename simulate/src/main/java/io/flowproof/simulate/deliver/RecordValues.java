package io.flowproof.simulate.deliver;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.TransitLoss;
import io.flowproof.simulate.record.FlowRecord;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a record by their field, for every way of writing them. Fields that are not {@link
 * #VARYING} are the same in all records of a recording point: it has them, or they are absent.
 */
public final class RecordValues {
  /** What a number is that is absent. */
  static final long ABSENT = -1;

  /** The fields that vary between the records of a point. */
  static final Set<FlowLogField> VARYING =
      EnumSet.of(
          FlowLogField.START,
          FlowLogField.END,
          FlowLogField.LOG_STATUS,
          FlowLogField.SRCADDR,
          FlowLogField.DSTADDR,
          FlowLogField.PKT_SRCADDR,
          FlowLogField.PKT_DSTADDR,
          FlowLogField.SRCPORT,
          FlowLogField.DSTPORT,
          FlowLogField.PROTOCOL,
          FlowLogField.PACKETS,
          FlowLogField.BYTES,
          FlowLogField.ACTION,
          FlowLogField.TYPE,
          FlowLogField.TCP_FLAGS,
          FlowLogField.FLOW_DIRECTION,
          FlowLogField.TRAFFIC_PATH,
          FlowLogField.PKT_SRC_AWS_SERVICE,
          FlowLogField.PKT_DST_AWS_SERVICE,
          FlowLogField.REJECT_REASON,
          FlowLogField.ENCRYPTION_STATUS,
          FlowLogField.NEXT_HOP_INTERFACE_ID,
          FlowLogField.NEXT_HOP_SUBNET_ID,
          FlowLogField.NEXT_HOP_AZ_ID,
          FlowLogField.NEXT_HOP_VPC_ID,
          FlowLogField.NEXT_HOP_INTERFACE_TYPE,
          FlowLogField.TGW_SRC_VPC_ACCOUNT_ID,
          FlowLogField.TGW_DST_VPC_ACCOUNT_ID,
          FlowLogField.TGW_SRC_VPC_ID,
          FlowLogField.TGW_DST_VPC_ID,
          FlowLogField.TGW_SRC_SUBNET_ID,
          FlowLogField.TGW_DST_SUBNET_ID,
          FlowLogField.TGW_SRC_ENI,
          FlowLogField.TGW_DST_ENI,
          FlowLogField.TGW_SRC_AZ_ID,
          FlowLogField.TGW_DST_AZ_ID,
          FlowLogField.TGW_PAIR_ATTACHMENT_ID,
          FlowLogField.PACKETS_LOST_NO_ROUTE,
          FlowLogField.PACKETS_LOST_BLACKHOLE,
          FlowLogField.PACKETS_LOST_MTU_EXCEEDED,
          FlowLogField.PACKETS_LOST_TTL_EXPIRED);

  private RecordValues() {}

  /** By which of the three methods a field's value is had. */
  enum Sort {
    NUMBER,
    ADDRESS,
    TEXT
  }

  static Sort sort(FlowLogField field) {
    return switch (field.kind()) {
      case INT, PORT, LONG, TIME -> Sort.NUMBER;
      case ADDRESS -> Sort.ADDRESS;
      case TAG, TEXT -> Sort.TEXT;
    };
  }

  /** The value of a field of numbers, or {@link #ABSENT}. */
  static long number(FlowLogField field, FlowRecord record) {
    if (field == FlowLogField.START) {
      return record.startSeconds();
    }
    if (field == FlowLogField.END) {
      return record.endSeconds();
    }
    Step step = record.step();
    if (step == null) {
      return ABSENT;
    }
    return switch (field) {
      case SRCPORT -> step.srcPort();
      case DSTPORT -> step.dstPort();
      case PROTOCOL -> step.protocol();
      case PACKETS -> record.packets();
      case BYTES -> record.hasBytes() ? record.bytes() : ABSENT;
      case TCP_FLAGS -> record.tcpFlags();
      case TRAFFIC_PATH -> step.path() > 0 ? step.path() : ABSENT;
      case ENCRYPTION_STATUS -> step.encryption();
      case PACKETS_LOST_NO_ROUTE -> record.lost(TransitLoss.NO_ROUTE);
      case PACKETS_LOST_BLACKHOLE -> record.lost(TransitLoss.BLACKHOLE);
      case PACKETS_LOST_MTU_EXCEEDED -> record.lost(TransitLoss.MTU_EXCEEDED);
      case PACKETS_LOST_TTL_EXPIRED -> record.lost(TransitLoss.TTL_EXPIRED);
      default -> throw new IllegalArgumentException(field + " is no number that varies");
    };
  }

  /** The value of a field of addresses, or null. */
  static @Nullable IpAddress address(FlowLogField field, FlowRecord record) {
    Step step = record.step();
    if (step == null) {
      return null;
    }
    return switch (field) {
      case SRCADDR -> step.src();
      case DSTADDR -> step.dst();
      case PKT_SRCADDR -> step.pktSrc();
      case PKT_DSTADDR -> step.pktDst();
      default -> throw new IllegalArgumentException(field + " is no address");
    };
  }

  /** The value of a field of texts, or null. */
  static @Nullable String text(FlowLogField field, FlowRecord record) {
    if (field == FlowLogField.LOG_STATUS) {
      return record.status().name();
    }
    Step step = record.step();
    if (step == null) {
      return null;
    }
    return switch (field) {
      case ACTION -> record.isRejected() ? "REJECT" : "ACCEPT";
      case FLOW_DIRECTION -> step.ingress() ? "ingress" : "egress";
      case TYPE -> step.src().isIpv6() ? "IPv6" : "IPv4";
      case PKT_SRC_AWS_SERVICE -> step.srcService();
      case PKT_DST_AWS_SERVICE -> step.dstService();
      case REJECT_REASON -> record.verdict().reason();
      default -> step.more().get(field);
    };
  }

  /**
   * All values of a record, for an encoder; absent ones are missing.
   *
   * @param version the version of the log format
   */
  public static Map<FlowLogField, Object> of(FlowRecord record, int version) {
    Map<FlowLogField, Object> values = new EnumMap<>(FlowLogField.class);
    values.putAll(record.point().values());
    values.put(FlowLogField.VERSION, version);
    for (FlowLogField field : VARYING) {
      Object value =
          switch (sort(field)) {
            case NUMBER -> number(field, record) == ABSENT ? null : number(field, record);
            case ADDRESS -> address(field, record);
            case TEXT -> text(field, record);
          };
      if (value != null) {
        values.put(field, value);
      }
    }
    return values;
  }
}
