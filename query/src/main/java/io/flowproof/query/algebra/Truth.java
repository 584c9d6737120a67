package io.flowproof.query.algebra;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says the same condition of the values that a choice is made of: {@code CASE WHEN action =
 * 'ACCEPT' THEN 'allowed' … END = 'allowed'} is {@code action = 'ACCEPT'}, which an engine can test
 * without making a text for each record, and can skip records by.
 *
 * <p>What is given back is true for exactly the rows for which the condition has the wanted value.
 * For other rows it is false or null, and which of both may differ from the condition: it is for
 * places where they mean the same.
 */
final class Truth {
  /** Choices of more values than this stay as they are. */
  private static final int MOST_BRANCHES = 12;

  private static final EngineFunction LOWER = EngineFunction.named("lower", Types.TEXT);

  private final Scalars scalars;
  private final TimeBounds times;

  Truth(RexBuilder rex) {
    this.scalars = new Scalars(rex);
    this.times = new TimeBounds(scalars);
  }

  /** One of the values of a choice, and what must hold, and not hold, for it to be that one. */
  private record Branch(List<RexNode> before, RexNode guard, RexNode value) {}

  /** True where {@code condition} is {@code wanted}. */
  RexNode of(RexNode condition, boolean wanted) {
    if (condition instanceof RexLiteral literal) {
      return scalars.bool(!literal.isNull() && literal.isAlwaysTrue() == wanted);
    }
    if (!(condition instanceof RexCall call)) {
      return plain(condition, wanted);
    }
    return switch (call.getKind()) {
      case AND -> wanted ? scalars.and(each(call, true)) : scalars.or(each(call, false));
      case OR -> wanted ? or(each(call, true)) : scalars.and(each(call, false));
      case NOT -> of(call.getOperands().getFirst(), !wanted);
      case IS_TRUE -> {
        RexNode holds = of(call.getOperands().getFirst(), true);
        yield wanted ? holds : scalars.not(scalars.isTrue(holds));
      }
      case IS_NOT_NULL ->
          wanted ? present(call.getOperands().getFirst(), call) : plain(call, false);
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call, wanted);
      case OTHER_FUNCTION -> predicate(call, wanted);
      default -> plain(call, wanted);
    };
  }

  private List<RexNode> each(RexCall call, boolean wanted) {
    return call.getOperands().stream().map(operand -> of(operand, wanted)).toList();
  }

  private RexNode or(List<RexNode> conditions) {
    if (conditions.stream().anyMatch(RexNode::isAlwaysTrue)) {
      return scalars.bool(true);
    }
    return scalars.or(conditions.stream().filter(c -> !c.isAlwaysFalse()).distinct().toList());
  }

  private RexNode plain(RexNode condition, boolean wanted) {
    return wanted ? condition : scalars.not(condition);
  }

  /** True where a value is not null. */
  private RexNode present(RexNode value, RexCall asked) {
    if (value instanceof RexLiteral literal) {
      return scalars.bool(!literal.isNull());
    }
    if (value instanceof RexCall call && Known.isTotal(call)) {
      return scalars.and(
          call.getOperands().stream()
              .filter(operand -> !(operand instanceof RexLiteral literal) || literal.isNull())
              .map(operand -> present(operand, (RexCall) scalars.isNotNull(operand)))
              .toList());
    }
    return branches(value)
        .map(all -> over(all, v -> present(v, (RexCall) scalars.isNotNull(v))))
        .orElse(asked);
  }

  private RexNode comparison(RexCall call, boolean wanted) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (left instanceof RexLiteral && !(right instanceof RexLiteral)) {
      SqlOperator reversed = call.getOperator().reverse();
      return reversed == null
          ? plain(call, wanted)
          : comparison((RexCall) scalars.call(reversed, right, left), wanted);
    }
    if (!(right instanceof RexLiteral literal) || literal.isNull()) {
      return plain(call, wanted);
    }
    if (left instanceof RexLiteral known) {
      return known.isNull() ? scalars.bool(false) : folded(call, known, literal, wanted);
    }
    Optional<RexNode> ofTimes = times.of(call, left, literal);
    if (ofTimes.isPresent()) {
      return plain(ofTimes.get(), wanted);
    }
    return branches(left)
        .map(all -> over(all, v -> of(scalars.call(call.getOperator(), v, literal), wanted)))
        .orElseGet(() -> plain(withoutCase(call, left, literal), wanted));
  }

  /** No text becomes one without letters by being made lower case, but that one. */
  private RexNode withoutCase(RexCall call, RexNode left, RexLiteral literal) {
    boolean isEquality = call.getKind() == SqlKind.EQUALS || call.getKind() == SqlKind.NOT_EQUALS;
    return isEquality
            && left instanceof RexCall lower
            && lower.getOperator().equals(LOWER)
            && literal.getValue2() instanceof String text
            && text.codePoints().noneMatch(Character::isLetter)
        ? scalars.call(call.getOperator(), lower.getOperands().getFirst(), literal)
        : call;
  }

  private RexNode folded(RexCall call, RexLiteral left, RexLiteral right, boolean wanted) {
    Integer order = order(left, right);
    if (order == null) {
      return plain(call, wanted);
    }
    boolean value =
        switch (call.getKind()) {
          case EQUALS -> order == 0;
          case NOT_EQUALS -> order != 0;
          case LESS_THAN -> order < 0;
          case LESS_THAN_OR_EQUAL -> order <= 0;
          case GREATER_THAN -> order > 0;
          default -> order >= 0;
        };
    return scalars.bool(value == wanted);
  }

  /** How two constants compare; null where that is left to the engine. */
  private static @Nullable Integer order(RexLiteral a, RexLiteral b) {
    if (a.getValue2() instanceof String x && b.getValue2() instanceof String y) {
      return Integer.signum(x.compareTo(y));
    }
    return a.getValue() instanceof Number x && b.getValue() instanceof Number y
        ? new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString()))
        : null;
  }

  /** A test by a function of a choice, all else that it is given being constants. */
  private RexNode predicate(RexCall call, boolean wanted) {
    List<RexNode> operands = call.getOperands();
    boolean only =
        !operands.isEmpty()
            && call.getOperator() instanceof EngineFunction function
            && !function.makesRows()
            && !function.isWindow()
            && operands.subList(1, operands.size()).stream().allMatch(RexLiteral.class::isInstance);
    Optional<List<Branch>> branches = only ? branches(operands.getFirst()) : Optional.empty();
    if (branches.isEmpty() || EngineFunction.isCostly(call)) {
      return plain(call, wanted);
    }
    return over(
        branches.get(),
        value -> {
          List<RexNode> arguments = new ArrayList<>(operands);
          arguments.set(0, value);
          RexNode test =
              scalars.call(call.getType(), call.getOperator(), arguments.toArray(RexNode[]::new));
          return value instanceof RexLiteral literal
              ? known((RexCall) test, literal, wanted)
              : of(test, wanted);
        });
  }

  /** The test of a constant, computed here where that is easy. */
  private RexNode known(RexCall test, RexLiteral text, boolean wanted) {
    EngineFunction function = (EngineFunction) test.getOperator();
    if (function.isIn()) {
      return among(test, text, wanted);
    }
    if (!function.isTextTest()
        || !(text.getValue2() instanceof String whole)
        || !(((RexLiteral) test.getOperands().getLast()).getValue2() instanceof String part)) {
      return plain(test, wanted);
    }
    return scalars.bool(function.textTest(whole, part) == wanted);
  }

  private RexNode among(RexCall in, RexLiteral value, boolean wanted) {
    if (value.isNull()) {
      return scalars.bool(false);
    }
    List<@Nullable Integer> orders = new ArrayList<>();
    in.getOperands().stream()
        .skip(1)
        .forEach(other -> orders.add(order(value, (RexLiteral) other)));
    return orders.contains(null) ? plain(in, wanted) : scalars.bool(orders.contains(0) == wanted);
  }

  /** True where {@code test} is true of the value that is chosen. */
  private RexNode over(List<Branch> branches, UnaryOperator<RexNode> test) {
    List<RexNode> any = new ArrayList<>();
    for (Branch branch : branches) {
      RexNode holds = test.apply(branch.value);
      if (!holds.isAlwaysFalse()) {
        List<RexNode> all = new ArrayList<>();
        branch.before.stream()
            .filter(other -> !excludes(holds, other) && !excludes(branch.guard, other))
            .map(other -> scalars.not(scalars.isTrue(other)))
            .forEach(all::add);
        if (!implies(holds, branch.guard)) {
          all.add(of(branch.guard, true));
        }
        if (!holds.isAlwaysTrue()) {
          all.add(holds);
        }
        any.add(scalars.and(all));
      }
    }
    return or(any);
  }

  /** Whether a condition that holds leaves no way for another to hold. */
  private static boolean excludes(RexNode condition, RexNode other) {
    if (!(other instanceof RexCall call)) {
      return false;
    }
    return Conjuncts.of(condition).stream()
        .anyMatch(
            holds ->
                call.getKind() == SqlKind.IS_NULL
                    ? Known.needs(holds).contains(call.getOperands().getFirst())
                    : Known.isOfOtherValue(holds, other));
  }

  /** Whether a condition that holds shows that a guard holds. */
  private static boolean implies(RexNode condition, RexNode guard) {
    return guard instanceof RexCall call
        && call.getKind() == SqlKind.IS_NOT_NULL
        && Conjuncts.of(condition).stream()
            .anyMatch(holds -> Known.needs(holds).contains(call.getOperands().getFirst()));
  }

  /** The values that an expression chooses from, empty where it is no choice. */
  private Optional<List<Branch>> branches(RexNode expression) {
    if (!(expression instanceof RexCall call)) {
      return Optional.empty();
    }
    List<RexNode> operands = call.getOperands();
    List<Branch> branches = new ArrayList<>();
    List<RexNode> before = new ArrayList<>();
    if (call.getKind() == SqlKind.CASE) {
      for (int i = 0; i + 1 < operands.size(); i += 2) {
        branches.add(new Branch(List.copyOf(before), operands.get(i), operands.get(i + 1)));
        before.add(operands.get(i));
      }
      branches.add(new Branch(before, scalars.bool(true), operands.getLast()));
    } else if (call.getOperator().equals(Scalars.COALESCE)) {
      for (RexNode value : operands) {
        boolean isLast = branches.size() == operands.size() - 1;
        RexNode there = isLast ? scalars.bool(true) : scalars.isNotNull(value);
        branches.add(new Branch(List.copyOf(before), there, value));
        before.add(there);
      }
    } else if (call.getOperator().equals(LOWER)) {
      return branches(operands.getFirst())
          .filter(all -> all.stream().allMatch(branch -> isAscii(branch.value)))
          .map(all -> all.stream().map(this::lower).toList());
    }
    return branches.isEmpty() || branches.size() > MOST_BRANCHES
        ? Optional.empty()
        : Optional.of(branches);
  }

  private static boolean isAscii(RexNode value) {
    return !(value instanceof RexLiteral literal)
        || literal.isNull()
        || (literal.getValue2() instanceof String text && text.chars().allMatch(c -> c < 128));
  }

  private Branch lower(Branch branch) {
    RexNode value =
        branch.value instanceof RexLiteral literal
            ? literal.isNull()
                ? literal
                : scalars.text(String.valueOf(literal.getValue2()).toLowerCase(Locale.ROOT))
            : scalars.call(LOWER, branch.value);
    return new Branch(branch.before, branch.guard, value);
  }
}
