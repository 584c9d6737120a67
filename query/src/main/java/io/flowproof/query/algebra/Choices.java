package io.flowproof.query.algebra;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** The texts that a column is chosen from, as {@code allowed}, {@code blocked} for an action. */
public final class Choices {
  private Choices() {}

  /**
   * All texts that a value over a plan's rows can be, beside null; empty where it may be others.
   */
  public static Optional<Set<String>> of(RelNode plan, RexNode value) {
    Set<String> texts = new TreeSet<>();
    return isChosen(plan, value, texts) ? Optional.of(texts) : Optional.empty();
  }

  private static boolean isChosen(RelNode node, RexNode value, Set<String> texts) {
    return switch (value) {
      case RexInputRef ref -> isChosen(node, ref, texts);
      case RexLiteral literal when literal.isNull() -> true;
      case RexLiteral literal when literal.getValue2() instanceof String text -> {
        texts.add(text);
        yield true;
      }
      case RexCall call ->
          !results(call).isEmpty()
              && results(call).stream().allMatch(result -> isChosen(node, result, texts));
      case RexNode _ -> false;
    };
  }

  private static boolean isChosen(RelNode node, RexInputRef ref, Set<String> texts) {
    return switch (node) {
      case Project project ->
          isChosen(project.getInput(), project.getProjects().get(ref.getIndex()), texts);
      case Filter filter -> isChosen(filter.getInput(), ref, texts);
      case Sort sort -> isChosen(sort.getInput(), ref, texts);
      case Union union -> union.getInputs().stream().allMatch(part -> isChosen(part, ref, texts));
      case RelNode _ -> false;
    };
  }

  /** What a call gives one of; nothing where it makes something new. */
  private static List<RexNode> results(RexCall call) {
    List<RexNode> operands = call.getOperands();
    if (call.getOperator().equals(Scalars.COALESCE)) {
      return operands;
    }
    return call.getKind() == SqlKind.CASE
        ? IntStream.range(0, operands.size())
            .filter(i -> i % 2 == 1 || i == operands.size() - 1)
            .mapToObj(operands::get)
            .toList()
        : List.of();
  }
}
