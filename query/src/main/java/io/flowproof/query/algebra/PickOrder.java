package io.flowproof.query.algebra;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/**
 * An order of records as one number: a value, and where it is the same the place in the logs. An
 * engine finds the greatest number at once, where it would have to sort rows by several keys.
 *
 * @param number greater or less as the rows come later
 * @param first the aggregate of the engine that finds the first row: {@code arg_min} or {@code
 *     arg_max}
 */
public record PickOrder(RexNode number, String first) {
  // A place is less than 2^63 while an object has less than 2^32 lines; beyond that ties may be
  // broken in another way, but always in the same.
  private static final String PLACE = "(CAST({1} AS HUGEINT) * 4294967296 + {2})";
  private static final String SHIFTED = "CAST({0} AS HUGEINT) * 9223372036854775808";

  private static final EngineFunction FORWARD =
      new EngineFunction("PICK_ORDER", Types.LONG, "(" + SHIFTED + " + " + PLACE + ")");
  private static final EngineFunction BACKWARD =
      new EngineFunction("PICK_ORDER", Types.LONG, "(" + SHIFTED + " - " + PLACE + ")");

  /** Seconds as microseconds; what is no time is missing. */
  private static final EngineFunction MICROSECONDS =
      new EngineFunction("MICROSECONDS", Types.LONG, "TRY_CAST({0} * 1000000 AS BIGINT)");

  private static final EngineFunction OF_TIMESTAMP =
      EngineFunction.named("epoch_us", Types.LONG).total();

  /** The number of a stored time, without the way over its seconds. */
  static RexNode ofStored(RexCall call, Scalars scalars) {
    return call.getOperator().equals(MICROSECONDS)
            && call.getOperands().getFirst() instanceof RexCall seconds
            && seconds.getOperator().equals(Scalars.EPOCH)
        ? scalars.call(OF_TIMESTAMP, seconds.getOperands().getFirst())
        : call;
  }

  /**
   * The order of {@code keys}, where that is a number and then the place of each row.
   *
   * @param relation the rows; must have provenance
   * @param keys a time in seconds (a double), and the columns of the provenance
   */
  public static Optional<PickOrder> ofTimes(
      Algebra algebra, Relation<?> relation, List<SortKey> keys) {
    if (keys.size() != 3 || !endsWithPlace(relation, keys)) {
      return Optional.empty();
    }
    SortKey key = keys.getFirst();
    RexNode time = algebra.ref(relation.plan(), key.index());
    if (time.getType().getSqlTypeName() != Types.DOUBLE.getSqlTypeName()
        || key.nulls() != SortKey.Nulls.LAST
        || keys.get(1).direction() != keys.get(2).direction()) {
      return Optional.empty();
    }
    boolean descending = key.direction() == SortKey.Direction.DESCENDING;
    boolean sameWay = key.direction() == keys.get(1).direction();
    Scalars scalars = new Scalars(algebra.rex());
    RexNode whole =
        scalars.coalesce(
            Types.LONG,
            scalars.call(MICROSECONDS, time),
            scalars.number(descending ? Long.MIN_VALUE : Long.MAX_VALUE));
    return Optional.of(
        new PickOrder(
            number(algebra, relation, whole, sameWay), descending ? "arg_max" : "arg_min"));
  }

  /** The order by a whole number that is not null, the later place being the greater one. */
  public static Optional<RexNode> byNumber(
      Algebra algebra, Relation<?> relation, List<SortKey> ties, RexNode number) {
    return ties.size() == 2 && endsWithPlace(relation, ties)
        ? Optional.of(number(algebra, relation, number, true))
        : Optional.empty();
  }

  private static RexNode number(
      Algebra algebra, Relation<?> relation, RexNode value, boolean forward) {
    return algebra
        .rex()
        .makeCall(
            forward ? FORWARD : BACKWARD,
            value,
            algebra.ref(relation.plan(), relation.provenance().get(0)),
            algebra.ref(relation.plan(), relation.provenance().get(1)));
  }

  /** Whether the last two keys are the object and the line. */
  private static boolean endsWithPlace(Relation<?> relation, List<SortKey> keys) {
    int at = keys.size() - 2;
    return relation.provenance().size() == 2
        && keys.get(at).index() == relation.provenance().get(0)
        && keys.get(at + 1).index() == relation.provenance().get(1);
  }
}
