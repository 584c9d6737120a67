package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code streamstats}: beside each event the statistics of the events up to it, in the order of the
 * search, or of the last few of them; an event that lacks a BY field has none.
 */
final class StreamstatsLowering {
  private static final int MOST = 1_000_000;

  private final SplContext context;
  private boolean current = true;
  private boolean global = true;
  private boolean resetOnChange;
  private int window;
  private @Nullable Option timeWindow;
  private @Nullable Option resetBefore;
  private @Nullable Option resetAfter;

  private StreamstatsLowering(Command.Aggregate command, SplContext context) {
    this.context = context;
    for (Option option : command.options()) {
      switch (option.name()) {
        case "current" -> current = Options.isTrue(option, context);
        case "global" -> global = Options.isTrue(option, context);
        case "window" -> window = Options.number(option, 0, MOST, context);
        case "reset_on_change" -> resetOnChange = Options.isTrue(option, context);
        case "reset_before" -> resetBefore = option;
        case "reset_after" -> resetAfter = option;
        case "time_window" -> timeWindow = option;
        default -> StatsLowering.rejectOptions(List.of(option), context);
      }
    }
  }

  static Relation<SplType> lower(
      Command.Aggregate command, Relation<SplType> input, SplContext context) {
    return new StreamstatsLowering(command, context).lower(command, input);
  }

  private Relation<SplType> lower(Command.Aggregate command, Relation<SplType> input) {
    StatsLowering stats = new StatsLowering(Groups.keeping(command.by(), input, context), context);
    command.aggregations().forEach(stats::add);
    Row row = stats.row();
    List<RexNode> keys = new ArrayList<>(stats.keys());
    RexNode segment = segment(row, keys);
    List<RexNode> partition = new ArrayList<>(keys);
    if (segment != null) {
      partition.add(segment);
    }
    Frame frame = frame(row, partition);
    List<RexNode> results = new ArrayList<>();
    for (Aggregate aggregate : stats.aggregates().values()) {
      RexNode value = row.once(frame.call(aggregate.measure()));
      results.add(keys.isEmpty() ? value : whereGrouped(value, keys));
    }
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    int i = 0;
    for (Map.Entry<String, Aggregate> entry : stats.aggregates().entrySet()) {
      EvalLowering.set(
          outputs, new Output<>(entry.getKey(), results.get(i++), entry.getValue().type()));
    }
    return context.algebra().project(row.relation(), outputs);
  }

  private RexNode whereGrouped(RexNode value, List<RexNode> keys) {
    return context
        .sql()
        .choose(
            value.getType(),
            context.sql().and(keys.stream().map(context.sql()::isNotNull).toList()),
            value,
            context.sql().nullOf(value.getType()));
  }

  private Frame frame(Row row, List<RexNode> partition) {
    if (timeWindow != null) {
      return timed(row, partition, timeWindow);
    }
    Frame all = Frame.soFar(row, context);
    String end = current ? "CURRENT ROW" : "1 PRECEDING";
    if (window == 0) {
      return all.within(partition).bounded("ROWS BETWEEN UNBOUNDED PRECEDING AND " + end);
    }
    int first = current ? window - 1 : window;
    if (!global || partition.isEmpty()) {
      return all.within(partition).bounded("ROWS BETWEEN " + first + " PRECEDING AND " + end);
    }
    RexInputRef number = (RexInputRef) row.once(all.call(Types.LONG, "row_number(){over}"));
    SortKey place = new SortKey(number.getIndex(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    return new Frame(
        row,
        partition,
        List.of(place),
        "RANGE BETWEEN " + first + " PRECEDING AND " + end,
        context);
  }

  /** The events before within a span of time; these must be in the order of time, either way. */
  private Frame timed(Row row, List<RexNode> partition, Option option) {
    Frame all = Frame.soFar(row, context).within(partition);
    TimeSpan span = TimeSpan.parse(option.value());
    var time = row.field("_time");
    boolean byTime =
        time.isPresent()
            && !all.order().isEmpty()
            && time.get().rex() instanceof RexInputRef ref
            && all.order().getFirst().index() == ref.getIndex();
    if (span == null || !span.isFixed() || !byTime) {
      context.error(
          span == null ? ErrorCode.ARGUMENT : ErrorCode.UNSUPPORTED,
          option.span(),
          span == null
              ? "'" + option.value() + "' is not a span of time"
              : "'time_window' needs events in the order of _time and a span up to days",
          "such as time_window=5m");
      return all;
    }
    if (!current || window > 0) {
      context.unsupported(
          option.span(), "'time_window' beside window or current=f is not supported");
    }
    return new Frame(
        row,
        partition,
        List.of(all.order().getFirst()),
        "RANGE BETWEEN " + span.seconds() + " PRECEDING AND CURRENT ROW",
        context);
  }

  /** A number that grows where the statistics begin anew, or null. */
  private @Nullable RexNode segment(Row row, List<RexNode> keys) {
    Frame before = Frame.soFar(row, context);
    List<RexNode> starts = new ArrayList<>();
    if (resetOnChange) {
      for (RexNode key : keys) {
        starts.add(
            before.bounded("").call(Types.BOOLEAN, "({0} IS DISTINCT FROM lag({0}){over})", key));
      }
    }
    RexNode first = condition(resetBefore, row);
    if (first != null) {
      starts.add(context.sql().isTrue(first));
    }
    RexNode last = condition(resetAfter, row);
    if (last != null) {
      starts.add(
          before
              .bounded("")
              .call(Types.BOOLEAN, "coalesce(lag({0}){over}, false)", row.once(last)));
    }
    if (starts.isEmpty()) {
      return null;
    }
    RexNode start = row.once(context.sql().or(starts.stream().map(row::once).toList()));
    return row.once(before.call(Types.LONG, "count_if({0}){over}", start));
  }

  private @Nullable RexNode condition(@Nullable Option option, Row row) {
    if (option == null) {
      return null;
    }
    String text = option.value();
    if (text.startsWith("(\"") && text.endsWith("\")")) {
      // The quotes are those of its parentheses.
      text = "(" + text.substring(2, text.length() - 2).replace("\\\"", "\"") + ")";
    }
    Fragments.Condition read = Fragments.condition(text, option.valueSpan(), context);
    return read == null
        ? null
        : row.once(new ExpressionLowering(read.context(), row).condition(read.expression()));
  }

  /** A running aggregate of one column, for commands like accum. */
  static Value running(Row row, String template, RexNode column, SplContext context) {
    return new Value(
        Frame.soFar(row, context).call(Types.DOUBLE, template, column), SplType.NUMBER);
  }

  /** The difference of two numbers. */
  static final EngineFunction DIFFERENCE =
      new EngineFunction("DIFFERENCE", Types.DOUBLE, "({0} - {1})");
}
