package io.flowproof.flowlog.decode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record in their order, as a header line or the {@code LogFormat} of a flow log
 * gives them (AWS, "Flow log records" and the EC2 API, {@code CreateFlowLogs}). Names that no known
 * version has are kept: they are fields of a version to come. Immutable; equal when the names are.
 */
public final class LogFormat {
  /** More columns than any format has; a header beyond is rejected. */
  static final int MOST_COLUMNS = 256;

  private static final int TRANSIT_GATEWAY_VERSION = 6;

  /** The default format: the 14 fields of version 2. */
  public static final LogFormat DEFAULT =
      ofFields(Arrays.stream(FlowLogField.values()).filter(f -> f.version() == 2).toList());

  /** The default format of the flow logs of transit gateways: the 36 fields of version 6. */
  public static final LogFormat TRANSIT_GATEWAY =
      of(
          List.of(
              ("version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id"
                      + " tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id"
                      + " tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id"
                      + " tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets"
                      + " bytes start end log-status type packets-lost-no-route"
                      + " packets-lost-blackhole packets-lost-mtu-exceeded"
                      + " packets-lost-ttl-expired tcp-flags region flow-direction"
                      + " pkt-src-aws-service pkt-dst-aws-service")
                  .split(" ")));

  private static final LogFormat VERSION_5 = ofVersion(5);

  private static final LogFormat VERSION_5_SORTED =
      of(VERSION_5.columns.stream().map(LogColumn::name).sorted().toList());

  /**
   * One column.
   *
   * @param name the name as it was written
   * @param field the known field, or null for an unknown name and for a known name that stood
   *     further left already
   */
  public record LogColumn(String name, @Nullable FlowLogField field) {}

  private final List<LogColumn> columns;

  private LogFormat(List<LogColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * All fields that flow logs of a version have, in AWS's order.
   *
   * @param version 2 to 11; 6 is {@link #TRANSIT_GATEWAY}
   */
  public static LogFormat ofVersion(int version) {
    if (version == TRANSIT_GATEWAY_VERSION) {
      return TRANSIT_GATEWAY;
    }
    return ofFields(
        Arrays.stream(FlowLogField.values())
            .filter(f -> f.version() <= version && !f.isTransitGateway())
            .toList());
  }

  private static LogFormat ofFields(List<FlowLogField> fields) {
    return new LogFormat(fields.stream().map(f -> new LogColumn(f.awsName(), f)).toList());
  }

  /** The format with these names, of a header line for example. */
  public static LogFormat of(List<String> names) {
    List<LogColumn> columns = new ArrayList<>();
    Set<FlowLogField> seen = new HashSet<>();
    for (String name : names) {
      FlowLogField field = FlowLogField.find(name);
      columns.add(new LogColumn(name, field != null && seen.add(field) ? field : null));
    }
    return new LogFormat(columns);
  }

  /**
   * The format that a text describes: {@code ${version} ${account-id} …}, as {@code
   * describe-flow-logs} prints it, or the bare names of a header line.
   *
   * @throws IllegalArgumentException for an empty text, a name given twice, and a name so near to a
   *     known one that it is a slip
   */
  public static LogFormat parse(String text) {
    List<String> names = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      boolean wrapped = word.startsWith("${") && word.endsWith("}") && word.length() > 3;
      String name = wrapped ? word.substring(2, word.length() - 1) : word;
      if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
        throw new IllegalArgumentException(
            "Invalid log format: '"
                + word
                + "' (must be fields such as ${srcaddr}, in their order)");
      }
      if (names.contains(name)) {
        throw new IllegalArgumentException("Invalid log format: " + name + " is given twice");
      }
      String hint = Suggestion.didYouMean(name, knownNames());
      if (FlowLogField.find(name) == null && hint != null) {
        throw new IllegalArgumentException(
            "Unknown field '" + name + "' in the log format (" + hint + ")");
      }
      names.add(name);
    }
    if (names.size() > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "Invalid log format: " + names.size() + " fields (at most " + MOST_COLUMNS + ")");
    }
    return of(names);
  }

  private static List<String> knownNames() {
    return Arrays.stream(FlowLogField.values()).map(FlowLogField::awsName).toList();
  }

  /** The columns, in order; at least one. */
  public List<LogColumn> columns() {
    return columns;
  }

  /** True when the format holds the field. */
  public boolean has(FlowLogField field) {
    return columns.stream().anyMatch(column -> column.field() == field);
  }

  /** True when the format holds a field that only Transit Gateway flow logs have. */
  public boolean isTransitGateway() {
    return columns.stream()
        .map(LogColumn::field)
        .anyMatch(field -> field != null && field.isTransitGateway());
  }

  /** The version that AWS writes into such records: the highest of the known fields, at least 2. */
  public int version() {
    return columns.stream()
        .map(LogColumn::field)
        .mapToInt(field -> field == null ? 2 : field.version())
        .max()
        .orElse(2);
  }

  /**
   * Which of the three formats of the Splunk Add-on for AWS this is: 1 the version 2 default, 2 the
   * 29 fields of version 5 in AWS's order, 3 the same in alphabetical order, 0 none of them.
   */
  public int splunkFormat() {
    return equals(DEFAULT) ? 1 : equals(VERSION_5) ? 2 : equals(VERSION_5_SORTED) ? 3 : 0;
  }

  /** The format's fields as bits, for {@link FlowTables#FIELDS_PRESENT}. */
  public long fieldsPresent() {
    return columns.stream()
        .map(LogColumn::field)
        .mapToLong(field -> field == null ? 0 : FlowTables.presenceBit(field))
        .reduce(0, (bits, bit) -> bits | bit);
  }

  /** The names separated by spaces, as a header line has them. */
  public String header() {
    return columns.stream().map(LogColumn::name).collect(Collectors.joining(" "));
  }

  /** The form of {@code CreateFlowLogs}: {@code ${version} ${account-id} …}. */
  @Override
  public String toString() {
    return columns.stream()
        .map(column -> "${" + column.name() + "}")
        .collect(Collectors.joining(" "));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogFormat format && columns.equals(format.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }
}
