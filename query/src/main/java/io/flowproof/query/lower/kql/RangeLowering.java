package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code range x from a to b step c}: a row for each value; the ends are constants. The engine
 * makes the rows, so the plan's size does not depend on their number.
 */
final class RangeLowering {
  /** A larger range is refused: an engine's limits need not hold while it makes the rows. */
  private static final long MOST = 10_000_000;

  /** Rows are made from lists of so many, because a list is one value and stays in memory whole. */
  private static final long BLOCK = 1_000;

  private static final EngineFunction BLOCKS =
      new EngineFunction("BLOCKS", Types.LONG, "unnest(range(0, {0}, {1}))");
  private static final EngineFunction STEPS =
      new EngineFunction("STEPS", Types.LONG, "unnest(range({0}, least({0} + {1}, {2})))");

  /** Wide, for the product may be greater than any long though the sum never is. */
  private static final EngineFunction WHOLE =
      new EngineFunction("STEPPED", Types.LONG, "CAST({1} + CAST({0} AS HUGEINT) * {2} AS BIGINT)");

  private static final EngineFunction REAL =
      new EngineFunction("STEPPED", Types.DOUBLE, "({1} + CAST({0} AS DOUBLE) * {2})");

  private final Binder binder;

  RangeLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Range range, Environment names) {
    Expressions expressions =
        new Expressions(binder, new ConstantScope(binder, names.names()), names);
    List<Scalar> parts =
        binder.all(
            List.of(
                () -> expressions.lower(range.from()),
                () -> expressions.lower(range.to()),
                () -> expressions.lower(range.step())));
    KqlType type = type(range, parts);
    RelNode plan = type == KqlType.REAL ? reals(range, parts) : wholes(range, parts);
    Field<KqlType> field = new Field<>(range.name().text(), type, 0);
    boolean down = number(parts.get(2)).doubleValue() < 0;
    SortKey order =
        new SortKey(
            0,
            down ? SortKey.Direction.DESCENDING : SortKey.Direction.ASCENDING,
            SortKey.Nulls.LAST);
    return new Rows(new Relation<>(plan, List.of(field), List.of(), List.of(order)));
  }

  private KqlType type(KqlOperator.Range range, List<Scalar> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i).constant() instanceof Number)) {
        var place = List.of(range.from(), range.to(), range.step()).get(i);
        throw binder.problem(
            ErrorCode.ARGUMENT, place.span(), "'range' takes constants that are not null");
      }
    }
    Optional<KqlType> ends = Conversions.common(parts.subList(0, 2));
    Optional<KqlType> all = Conversions.common(parts);
    if (all.isPresent() && all.get() != KqlType.DATETIME) {
      return all.get() == KqlType.INT ? KqlType.LONG : all.get();
    }
    if (ends.filter(type -> type == KqlType.DATETIME).isPresent()
        && parts.get(2).type() == KqlType.TIMESPAN) {
      return KqlType.DATETIME;
    }
    throw binder.problem(
        ErrorCode.TYPE_MISMATCH,
        range.span(),
        "'range' cannot step from %s to %s by %s"
            .formatted(
                parts.get(0).type().keyword(),
                parts.get(1).type().keyword(),
                parts.get(2).type().keyword()));
  }

  private RelNode wholes(KqlOperator.Range range, List<Scalar> parts) {
    long from = number(parts.get(0)).longValue();
    long to = number(parts.get(1)).longValue();
    long step = number(parts.get(2)).longValue();
    checkStep(range, step == 0);
    boolean up = step > 0;
    // The distance may be greater than any long, and is right as an unsigned number.
    long steps = Long.divideUnsigned(up ? to - from : from - to, up ? step : -step);
    boolean none = up ? from > to : from < to;
    checkSize(range, none || Long.compareUnsigned(steps, MOST) < 0);
    Scalars scalars = binder.values().scalars();
    return rows(none ? 0 : steps + 1, WHOLE, scalars.number(from), scalars.number(step));
  }

  private RelNode reals(KqlOperator.Range range, List<Scalar> parts) {
    double from = number(parts.get(0)).doubleValue();
    double to = number(parts.get(1)).doubleValue();
    double step = number(parts.get(2)).doubleValue();
    checkStep(range, step == 0);
    if (!Double.isFinite(from) || !Double.isFinite(to) || !Double.isFinite(step)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, range.span(), "'range' takes constants that are finite");
    }
    double steps = Math.floor((to - from) / step);
    checkSize(range, steps < MOST);
    // Rounding may have made the quotient one too great or one too small.
    double next = Math.max(0, steps);
    while (next <= steps + 1 && !isPast(from + next * step, to, step)) {
      next++;
    }
    long count = (long) next;
    Scalars scalars = binder.values().scalars();
    return rows(count, REAL, scalars.real(from), scalars.real(step));
  }

  private static boolean isPast(double value, double to, double step) {
    return step > 0 ? value > to : value < to;
  }

  /** The numbers from 0 to below {@code count}, and of each what {@code value} makes. */
  private RelNode rows(long count, EngineFunction value, RexNode from, RexNode step) {
    Algebra algebra = binder.context().algebra();
    Scalars scalars = binder.values().scalars();
    RexNode most = scalars.number(count);
    RexNode block = scalars.number(BLOCK);
    RelNode blocks = algebra.project(algebra.oneRow(), List.of(scalars.call(BLOCKS, most, block)));
    RelNode steps =
        algebra.project(blocks, List.of(scalars.call(STEPS, algebra.ref(blocks, 0), block, most)));
    return algebra.project(steps, List.of(scalars.call(value, algebra.ref(steps, 0), from, step)));
  }

  private void checkStep(KqlOperator.Range range, boolean isZero) {
    if (isZero) {
      throw binder.problem(ErrorCode.ARGUMENT, range.step().span(), "'range' cannot step by 0");
    }
  }

  private void checkSize(KqlOperator.Range range, boolean fits) {
    if (!fits) {
      throw binder.problem(
          ErrorCode.TOO_LARGE, range.span(), "'range' makes more than 10,000,000 rows");
    }
  }

  private static Number number(Scalar part) {
    return (Number) Objects.requireNonNull(part.constant());
  }
}
