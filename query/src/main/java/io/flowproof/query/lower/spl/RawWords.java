package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.SearchValue.Literal.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;

/**
 * Words of the raw event in a search ("search": quotes and escaping, CASE and TERM, Search
 * Reference). The event is the record as a line, made of its fields in the order of AWS's; a word
 * stands between characters that are neither letters nor digits, a TERM between blanks.
 */
final class RawWords {
  /** The names of a field in the tables of events, in the order of the record. */
  private static final List<List<String>> FIELDS =
      List.of(
          List.of("version"),
          List.of("account_id"),
          List.of("interface_id"),
          List.of("src_ip", "srcaddr"),
          List.of("dest_ip", "dstaddr"),
          List.of("src_port", "srcport"),
          List.of("dest_port", "dstport"),
          List.of("protocol_code", "protocol"),
          List.of("packets"),
          List.of("bytes"),
          List.of("start_time", "start"),
          List.of("end_time", "end"),
          List.of("vpcflow_action", "action"),
          List.of("log_status"),
          List.of("vpc_id"),
          List.of("subnet_id"),
          List.of("instance_id"),
          List.of("tcp_flags"),
          List.of("type"),
          List.of("pkt_srcaddr"),
          List.of("pkt_dstaddr"),
          List.of("region"),
          List.of("az_id"),
          List.of("sublocation_type"),
          List.of("sublocation_id"),
          List.of("pkt_src_aws_service"),
          List.of("pkt_dst_aws_service"),
          List.of("flow_direction"),
          List.of("traffic_path"));

  /** Fields that every event has, and nothing that was computed from events. */
  private static final List<String> OF_EVENTS = List.of("interface_id", "log_status");

  private static final EngineFunction LINE =
      new EngineFunction("RAW_LINE", Types.TEXT, "concat_ws(' ', {*})");
  private static final EngineFunction AS_WRITTEN =
      new EngineFunction("AS_WRITTEN", Types.TEXT, "coalesce(nullif({0}, 'unknown'), '-')");

  private RawWords() {}

  /** Whether rows are events, which have a raw line. */
  static boolean areIn(Row row) {
    return OF_EVENTS.stream().allMatch(name -> row.field(name).isPresent());
  }

  /** Whether the event has the word, or the words in quotes one after the other. */
  static RexNode match(Literal word, Row row, SplContext context) {
    List<RexNode> parts = new ArrayList<>();
    for (List<String> names : FIELDS) {
      names.stream()
          .map(row::field)
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(
              value -> parts.add(context.sql().call(AS_WRITTEN, context.scalars().toText(value))));
    }
    StringBuilder pattern = new StringBuilder();
    for (String literal : word.text().strip().split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : "\\S*").append(escaped(literal));
    }
    String edge = word.form() == Form.TERM ? "\\s" : "[^0-9A-Za-z]";
    String regex = "(?:^|" + edge + ")(?:" + pattern + ")(?:$|" + edge + ")";
    String flags = word.form() == Form.CASE ? "c" : "i";
    EngineFunction matches =
        new EngineFunction(
            "RAW_MATCHES", Types.BOOLEAN, "regexp_matches({0}, {1}, '" + flags + "')");
    return context
        .sql()
        .call(
            matches,
            context.sql().call(LINE, parts.toArray(RexNode[]::new)),
            context.sql().text(regex));
  }

  private static String escaped(String literal) {
    return Pattern.compile("[^0-9A-Za-z ]").matcher(literal).replaceAll("\\\\$0");
  }
}
