package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;

/** {@code range x from a to b step c}: a row for each value; the ends are constants. */
final class RangeLowering {
  private static final int MOST = 20_000;

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
    Algebra algebra = binder.context().algebra();
    List<List<RexLiteral>> rows =
        type == KqlType.REAL ? reals(range, parts) : wholes(range, parts, type);
    Field<KqlType> field = new Field<>(range.name().text(), type, 0);
    boolean down = number(parts.get(2)).doubleValue() < 0;
    SortKey order =
        new SortKey(
            0,
            down ? SortKey.Direction.DESCENDING : SortKey.Direction.ASCENDING,
            SortKey.Nulls.LAST);
    return new Rows(
        new Relation<>(
            algebra.values(List.of(Values.physical(type)), rows),
            List.of(field),
            List.of(),
            List.of(order)));
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

  private List<List<RexLiteral>> wholes(KqlOperator.Range range, List<Scalar> parts, KqlType type) {
    long from = number(parts.get(0)).longValue();
    long to = number(parts.get(1)).longValue();
    long step = number(parts.get(2)).longValue();
    checkSize(range, step == 0 ? 0 : Math.subtractExact(to, from) / (double) step, step == 0);
    List<List<RexLiteral>> rows = new ArrayList<>();
    for (long value = from; step > 0 ? value <= to : value >= to; value += step) {
      rows.add(List.of((RexLiteral) binder.values().constant(type, value).rex()));
    }
    return rows;
  }

  private List<List<RexLiteral>> reals(KqlOperator.Range range, List<Scalar> parts) {
    double from = number(parts.get(0)).doubleValue();
    double to = number(parts.get(1)).doubleValue();
    double step = number(parts.get(2)).doubleValue();
    checkSize(range, (to - from) / step, step == 0);
    List<List<RexLiteral>> rows = new ArrayList<>();
    for (int i = 0; step > 0 ? from + i * step <= to : from + i * step >= to; i++) {
      rows.add(List.of((RexLiteral) binder.values().constant(KqlType.REAL, from + i * step).rex()));
    }
    return rows;
  }

  private void checkSize(KqlOperator.Range range, double steps, boolean isZero) {
    if (isZero) {
      throw binder.problem(ErrorCode.ARGUMENT, range.step().span(), "'range' cannot step by 0");
    }
    if (!(steps < MOST)) {
      throw binder.problem(
          ErrorCode.TOO_LARGE, range.span(), "'range' makes more than " + MOST + " rows");
    }
  }

  private static Number number(Scalar part) {
    return (Number) Objects.requireNonNull(part.constant());
  }
}
