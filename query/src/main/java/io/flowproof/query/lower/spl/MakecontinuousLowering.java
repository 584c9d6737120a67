package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.spl.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code makecontinuous} ("makecontinuous", Search Reference): {@code _time} becomes the start of
 * its span, and a span between the first and the last that has no row gets one, whose other fields
 * are missing.
 */
final class MakecontinuousLowering {
  private static final int MOST = 50_000;

  private final Command.Words command;
  private final SplContext context;
  private final Algebra algebra;
  private final Bins bins;

  MakecontinuousLowering(Command.Words command, SplContext context) {
    this.command = command;
    this.context = context;
    this.algebra = context.algebra();
    this.bins = new Bins(command.options(), context);
  }

  Relation<SplType> lower(Relation<SplType> input) {
    if (!command.words().isEmpty() && !command.words().getFirst().name().name().equals("_time")) {
      context.unsupported(
          command.words().getFirst().span(),
          "'makecontinuous' of another field than _time is not supported");
      return input;
    }
    Row row = new Row(algebra, input);
    Value time = row.field("_time").orElse(null);
    if (time == null) {
      context.error(
          ErrorCode.UNKNOWN_COLUMN,
          command.span(),
          "'makecontinuous' needs the field _time, which these rows do not have",
          null);
      return input;
    }
    RexNode seconds = row.once(context.scalars().toDouble(time));
    double @Nullable [] range = range(seconds, row);
    if (range == null) {
      return input;
    }
    TimeSpan span = bins.hasSpan() ? bins.timeSpan() : bins.chosen(range[1] - range[0]);
    double shift = span.isWithinDay() ? bins.align() : 0;
    List<Double> starts =
        span.starts(range[0] - shift, range[1] - shift, context.splunk().zone(), MOST + 1);
    if (starts.size() > MOST) {
      context.error(
          ErrorCode.TOO_LARGE,
          command.span(),
          "'makecontinuous' would give more than 50,000 rows",
          "give a larger span=");
      return input;
    }
    Value start = new Value(bins.startOf(seconds, span, bins.align()), SplType.NUMBER);
    Relation<SplType> binned = EvalLowering.with(row, "_time", start, context);
    return filled(binned, starts.stream().map(from -> from + shift).toList());
  }

  private double @Nullable [] range(RexNode seconds, Row row) {
    RelNode bounds =
        algebra.aggregate(
            row.relation().plan(),
            List.of(),
            List.of(
                new Measure(Aggregates.min(Types.DOUBLE), List.of(seconds)),
                new Measure(Aggregates.max(Types.DOUBLE), List.of(seconds))));
    return PriorRows.of(bounds, "The spans of 'makecontinuous'", command.span(), context)
        .map(List::getFirst)
        .filter(found -> found.get(0) instanceof Double && found.get(1) instanceof Double)
        .map(found -> new double[] {(Double) found.get(0), (Double) found.get(1)})
        .orElse(null);
  }

  /** A row at least for each span, in their order. */
  private Relation<SplType> filled(Relation<SplType> rows, List<Double> starts) {
    String list =
        starts.stream().map(SplNumber::text).collect(Collectors.joining(", ", "[", "]::DOUBLE[]"));
    EngineFunction all = new EngineFunction("SPANS", Types.listOf(Types.DOUBLE), list);
    RelNode spine = algebra.unnest(algebra.oneRow(), context.sql().call(all), Types.DOUBLE);
    int width = spine.getRowType().getFieldCount();
    Field<SplType> time = rows.field("_time").orElseThrow();
    RexNode same =
        context.sql().equal(algebra.ref(spine, 1), algebra.ref(spine, rows.plan(), time.index()));
    RelNode joined = algebra.join(spine, rows.plan(), JoinRelType.LEFT, same);
    List<Field<SplType>> fields = new ArrayList<>();
    for (Field<SplType> field : rows.fields()) {
      int at = field.name().equals("_time") ? 1 : width + field.index();
      fields.add(new Field<>(field.name(), field.type(), at));
    }
    List<SortKey> order = new ArrayList<>();
    order.add(new SortKey(1, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    for (SortKey key : algebra.totalOrder(rows)) {
      order.add(new SortKey(width + key.index(), key.direction(), key.nulls()));
    }
    return new Relation<>(joined, fields, List.of(), order);
  }
}
