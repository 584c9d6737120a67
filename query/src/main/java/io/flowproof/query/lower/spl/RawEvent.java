package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.SearchValue.Literal.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The raw event, which is the record as a line, made of its fields in the order of AWS's: {@code
 * _raw} for the commands that read it, and the words that a search looks for ("search": quotes and
 * escaping, CASE and TERM, Search Reference). A word stands between characters that are neither
 * letters nor digits, a TERM between blanks.
 */
final class RawEvent {
  private static final String RAW = "_raw";

  /** The default format has these of the fields; who has more has all. */
  private static final int DEFAULT_FIELDS = 14;

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

  private RawEvent() {}

  /** Whether rows are events, which have a raw line. */
  static boolean areIn(Row row) {
    return OF_EVENTS.stream().allMatch(name -> row.field(name).isPresent());
  }

  /**
   * The rows with the field {@code _raw}, where a command reads it: Splunk keeps it beside every
   * event, here it is made when it is asked for. Null for an event that the add-on does not
   * extract.
   */
  static Relation<SplType> shown(Command command, Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    if (input.field(RAW).isPresent() || !areIn(row) || !reads(command, context)) {
      return input;
    }
    List<RexNode> few = parts(FIELDS.subList(0, DEFAULT_FIELDS), row, context);
    RexNode line =
        context
            .sql()
            .choose(
                Types.TEXT,
                context.sql().isNull(row.field(OF_EVENTS.getLast()).orElseThrow().rex()),
                context.scalars().missing().rex(),
                hasMore(row, context),
                line(parts(FIELDS, row, context), context),
                line(few, context));
    return EvalLowering.with(row, RAW, new Value(line, SplType.TEXT), context);
  }

  /** Whether the event has a value in a field that the default format has not. */
  private static RexNode hasMore(Row row, SplContext context) {
    RexNode dash = context.sql().text("-");
    return context
        .sql()
        .or(
            parts(FIELDS.subList(DEFAULT_FIELDS, FIELDS.size()), row, context).stream()
                .map(part -> context.sql().call(SqlStdOperatorTable.NOT_EQUALS, part, dash))
                .toList());
  }

  private static boolean reads(Command command, SplContext context) {
    return switch (command) {
      case Combination _ -> false; // Its searches have events of their own.
      case Command.Words words
          when words.name().equals("rex") && WordCommandLowering.option(words, "field") == null ->
          true;
      case Command.Words words when words.name().equals("regex") && words.options().isEmpty() ->
          true;
      case Command other -> context.source(other.span()).contains(RAW);
    };
  }

  /** Whether the event has the word, or the words in quotes one after the other. */
  static RexNode match(Literal word, Row row, SplContext context) {
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
        .call(matches, line(parts(FIELDS, row, context), context), context.sql().text(regex));
  }

  private static List<RexNode> parts(List<List<String>> fields, Row row, SplContext context) {
    List<RexNode> parts = new ArrayList<>();
    for (List<String> names : fields) {
      names.stream()
          .map(row::field)
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(
              value -> parts.add(context.sql().call(AS_WRITTEN, context.scalars().toText(value))));
    }
    return parts;
  }

  private static RexNode line(List<RexNode> parts, SplContext context) {
    return context.sql().call(LINE, parts.toArray(RexNode[]::new));
  }

  private static String escaped(String literal) {
    return Pattern.compile("[^0-9A-Za-z ]").matcher(literal).replaceAll("\\\\$0");
  }
}
