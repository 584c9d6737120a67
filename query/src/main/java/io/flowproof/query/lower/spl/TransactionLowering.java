package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.lower.spl.StatsFunction.Argument;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code transaction} ("transaction", Search Reference): events with the same values of some fields
 * that lie close together become one event, with the time of its first, the values of all, {@code
 * duration}, {@code eventcount} and {@code closed_txn}. Events that lack one of the fields belong
 * to none. Which events belong together is told in Java, over the times of a group.
 */
final class TransactionLowering {
  private static final EngineFunction NUMBERS =
      new EngineFunction(
          "NUMBERS_OF_JSON", Types.listOf(Types.LONG), "from_json({0}, '[\"BIGINT\"]')");
  private static final EngineFunction PLACES =
      new EngineFunction("PLACES", Types.listOf(Types.LONG), "range(1, len({0}) + 1)");
  private static final EngineFunction IS_ODD =
      new EngineFunction("IS_ODD", Types.LONG, "({0} % 2)");
  private static final int DEFAULT_EVENTS = 1_000;

  private final Command.Words command;
  private final SplContext context;
  private final Algebra algebra;
  private double maxspan = -1;
  private double maxpause = -1;
  private int maxevents = DEFAULT_EVENTS;
  private boolean keepEvicted;
  private boolean lists;
  private String missing = "NULL";
  private @Nullable Option startswith;
  private @Nullable Option endswith;

  private TransactionLowering(Command.Words command, SplContext context) {
    this.command = command;
    this.context = context;
    this.algebra = context.algebra();
    command.options().forEach(this::read);
  }

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    if (input.field("_time").isEmpty()) {
      context.error(
          ErrorCode.UNKNOWN_COLUMN,
          command.span(),
          "'transaction' needs the field _time, which these rows do not have",
          "keep it in the BY fields of the command before");
      return input;
    }
    return new TransactionLowering(command, context).lower(input);
  }

  private void read(Option option) {
    switch (option.name()) {
      case "maxspan" -> maxspan = seconds(option);
      case "maxpause" -> maxpause = seconds(option);
      case "maxevents" ->
          maxevents =
              option.value().equals("-1")
                  ? -1
                  : Options.number(option, 1, Integer.MAX_VALUE - 1, context);
      case "startswith" -> startswith = option;
      case "endswith" -> endswith = option;
      case "keepevicted" -> keepEvicted = Options.isTrue(option, context);
      case "mvlist" -> lists = Options.isTrue(option, context);
      case "nullstr" -> missing = option.value();
      // How much Splunk keeps in memory, and how values look as one text.
      case "maxopentxn", "maxopenevents", "delim", "unifyends", "connected" -> {}
      default ->
          context.unsupported(
              option.span(),
              "'transaction' with the option '" + option.name() + "' is not supported");
    }
  }

  private double seconds(Option option) {
    String text = option.value();
    if (text.equals("-1")) {
      return -1;
    }
    TimeSpan span = TimeSpan.parse(text.matches("[0-9]+") ? text + "s" : text);
    if (span == null || !span.isFixed()) {
      context.error(
          ErrorCode.ARGUMENT,
          option.valueSpan(),
          "'" + text + "' is not a span of time",
          "such as 30s, 5m, 1h or 1d");
      return -1;
    }
    return span.seconds();
  }

  private Relation<SplType> lower(Relation<SplType> input) {
    List<FieldName> by = command.words().stream().map(Word::name).toList();
    Groups groups = Groups.of(by, input, context);
    Row row = new Row(algebra, groups.input());
    RexNode time = row.once(context.scalars().toDouble(row.field("_time").orElseThrow()));
    RexNode starts = row.once(matches(startswith, row));
    RexNode ends = row.once(matches(endswith, row));
    RexNode id = row.once(Frame.soFar(row, context).call(Types.LONG, "row_number(){over}"));
    List<SortKey> order = newestFirst(row.relation(), time);
    RelNode grouped =
        algebra.aggregate(
            row.relation().plan(),
            groups.keys(),
            List.of(
                listed(events(starts, ends), time, order, row),
                listed(plain(Types.LONG), id, order, row)));
    Members members = members(grouped, groups.keys().size(), row, id);
    return transactions(members, time, groups, others(row, by), input);
  }

  /**
   * The events of transactions, each with its fields.
   *
   * @param number the number of its transaction within its group
   * @param place its place in its group, newest first
   */
  private record Members(RelNode plan, RexNode number, RexNode place) {}

  private Members members(RelNode grouped, int keys, Row events, RexNode id) {
    Row row = new Row(algebra, new Relation<>(grouped, List.of(), List.of(), List.of()));
    RexNode told =
        context
            .sql()
            .call(
                SplFunctions.TRANSACTIONS,
                algebra.ref(grouped, keys),
                context.sql().text(parameters()));
    RexNode numbers = row.once(context.sql().call(NUMBERS, told));
    RexInputRef place = (RexInputRef) row.unnested(context.sql().call(PLACES, numbers), Types.LONG);
    RexInputRef number = (RexInputRef) row.once(element(numbers, place));
    RexNode listed = row.once(element(algebra.ref(grouped, keys + 1), place));
    // A window over one row each, which ends lineage: an event of the list was not made by all
    // events of its group, as a grouping says, and following that would square their number.
    RexInputRef member =
        (RexInputRef)
            row.once(
                new Frame(row, List.of(listed), List.of(), "", context)
                    .call(Types.LONG, "max({0}){over}", listed));
    RelNode kept =
        algebra.filter(
            row.relation().plan(),
            context
                .sql()
                .call(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, number, context.sql().number(0)));
    RelNode left = events.relation().plan();
    int width = left.getRowType().getFieldCount();
    RexNode same = context.sql().equal(id, algebra.ref(left, kept, member.getIndex()));
    RelNode joined = algebra.join(left, kept, JoinRelType.INNER, same);
    return new Members(
        joined,
        algebra.ref(joined, width + number.getIndex()),
        algebra.ref(joined, width + place.getIndex()));
  }

  /** The fields beside those of the groups and the time. */
  private static List<Field<SplType>> others(Row row, List<FieldName> by) {
    return row.relation().fields().stream()
        .filter(field -> !field.name().equals("_time"))
        .filter(field -> by.stream().noneMatch(name -> name.name().equals(field.name())))
        .toList();
  }

  private List<SortKey> newestFirst(Relation<SplType> rows, RexNode time) {
    List<SortKey> order = new ArrayList<>();
    int at = ((RexInputRef) time).getIndex();
    order.add(new SortKey(at, SortKey.Direction.DESCENDING, SortKey.Nulls.LAST));
    algebra.totalOrder(rows).stream().filter(key -> key.index() != at).forEach(order::add);
    return order;
  }

  /** Whether an event starts or ends a transaction. */
  private RexNode matches(@Nullable Option option, Row row) {
    if (option == null) {
      return context.sql().bool(false);
    }
    String text = option.value().strip();
    if (text.regionMatches(true, 0, "eval", 0, 4) && text.endsWith(")")) {
      Fragments.Condition read = Fragments.condition(text, option.valueSpan(), context);
      return read == null
          ? context.sql().bool(false)
          : context
              .sql()
              .isTrue(new ExpressionLowering(read.context(), row).condition(read.expression()));
    }
    Fragments.Parsed parsed = Fragments.parse("search " + text, option.valueSpan(), context);
    return parsed != null && parsed.command() instanceof Command.Search search
        ? context
            .sql()
            .isTrue(new TermLowering(parsed.context(), row, Map.of()).lower(search.term()))
        : context.sql().bool(false);
  }

  /** A list aggregate's template, type, and what it needs beside the value. */
  private record Shape(String template, RelDataType type, List<RexNode> more) {}

  private static Shape plain(RelDataType element) {
    return new Shape("list({0} ORDER BY {order})", Types.listOf(element), List.of());
  }

  private static Shape events(RexNode starts, RexNode ends) {
    return new Shape(
        "CAST(to_json(list([{0}, CAST({1} AS INTEGER), CAST({2} AS INTEGER)] ORDER BY {order}))"
            + " AS VARCHAR)",
        Types.TEXT, List.of(starts, ends));
  }

  private Measure listed(Shape shape, RexNode value, List<SortKey> order, Row row) {
    List<RexNode> arguments = new ArrayList<>(List.of(value));
    arguments.addAll(shape.more);
    List<String> keys = new ArrayList<>();
    for (SortKey key : order) {
      keys.add(Argument.key(arguments.size(), key));
      arguments.add(algebra.ref(row.relation().plan(), key.index()));
    }
    String template = shape.template.replace("{order}", String.join(", ", keys));
    return new Measure(new EngineAggregate("LISTED", shape.type, template), arguments);
  }

  private Relation<SplType> transactions(
      Members members,
      RexNode time,
      Groups groups,
      List<Field<SplType>> others,
      Relation<SplType> input) {
    List<RexNode> group = new ArrayList<>(groups.keys());
    group.add(members.number);
    List<Measure> measures = new ArrayList<>();
    measures.add(new Measure(Aggregates.min(Types.DOUBLE), List.of(time)));
    measures.add(new Measure(Aggregates.max(Types.DOUBLE), List.of(time)));
    measures.add(new Measure(Aggregates.COUNT, List.of()));
    for (Field<SplType> field : others) {
      Value value = new Value(algebra.ref(members.plan, field.index()), field.type());
      measures.add(combined(value, members.place));
    }
    RelNode plan = algebra.aggregate(members.plan, group, measures);
    return shown(plan, groups.fields(), others, input);
  }

  private RexNode element(RexNode list, RexNode place) {
    return context.sql().call(new EngineFunction("ELEMENT", Types.LONG, "{0}[{1}]"), list, place);
  }

  private String parameters() {
    return maxspan
        + ","
        + maxpause
        + ","
        + maxevents
        + ","
        + (startswith != null)
        + ","
        + (endswith != null)
        + ","
        + keepEvicted;
  }

  /** The values of a field in a transaction: each once and sorted, or all of them in order. */
  private Measure combined(Value value, RexNode place) {
    boolean several = value.type() == SplType.MULTIVALUE;
    RexNode column = several ? value.rex() : context.scalars().toText(value);
    if (lists) {
      String list = "list(coalesce({0}, " + quoted(several) + ") ORDER BY {1} DESC)";
      return new Measure(
          new EngineAggregate("LIST", Types.TEXT_LIST, several ? "flatten(" + list + ")" : list),
          List.of(column, place));
    }
    String list = several ? "flatten(list({0}){filter})" : "list({0}){filter}";
    return new Measure(
        new EngineAggregate("VALUES", Types.TEXT_LIST, "list_sort(list_distinct(" + list + "))"),
        List.of(column),
        context.sql().isNotNull(column));
  }

  private String quoted(boolean several) {
    String text = "'" + missing.replace("'", "''").replace("{", "{'||'") + "'";
    return several ? "[" + text + "]" : text;
  }

  private Relation<SplType> shown(
      RelNode plan,
      List<Field<SplType>> keys,
      List<Field<SplType>> others,
      Relation<SplType> input) {
    int at = keys.size() + 1;
    List<Output<SplType>> outputs = new ArrayList<>();
    for (Field<SplType> field : input.fields()) {
      outputs.add(output(field.name(), plan, keys, others));
    }
    RexNode first = algebra.ref(plan, at);
    RexNode last = algebra.ref(plan, at + 1);
    RexNode duration = context.sql().call(StreamstatsLowering.DIFFERENCE, last, first);
    RexNode closed = context.sql().call(IS_ODD, algebra.ref(plan, keys.size()));
    EvalLowering.set(outputs, new Output<>("duration", duration, SplType.NUMBER));
    EvalLowering.set(
        outputs, new Output<>("eventcount", algebra.ref(plan, at + 2), SplType.INTEGER));
    EvalLowering.set(outputs, new Output<>("closed_txn", closed, SplType.INTEGER));
    SortKey order = new SortKey(at, SortKey.Direction.DESCENDING, SortKey.Nulls.LAST);
    return algebra.project(new Relation<>(plan, List.of(), List.of(), List.of(order)), outputs);
  }

  private Output<SplType> output(
      String name, RelNode plan, List<Field<SplType>> keys, List<Field<SplType>> others) {
    int at = keys.size() + 1;
    for (Field<SplType> key : keys) {
      if (key.name().equals(name)) {
        return new Output<>(name, algebra.ref(plan, key.index()), key.type());
      }
    }
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).name().equals(name)) {
        return new Output<>(name, algebra.ref(plan, at + 3 + i), SplType.MULTIVALUE);
      }
    }
    return new Output<>(name, algebra.ref(plan, at), SplType.NUMBER);
  }
}
