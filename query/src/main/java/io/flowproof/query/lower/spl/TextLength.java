package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexNode;

/**
 * Keeps texts from growing without end: an engine's limits do not hold inside one value, and a text
 * doubles with every {@code eval x=x.x}. A text past the limit ends the query.
 */
final class TextLength {
  private static final String TOO_LONG = " THEN error('" + SplFunctions.TEXT_TOO_LONG + "') ELSE ";

  private TextLength() {}

  /**
   * The texts one after the other; null when one is.
   *
   * @param unbounded places of the texts that may be long; these are used twice
   */
  static RexNode joined(Scalars sql, List<RexNode> texts, List<Integer> unbounded) {
    String joined =
        IntStream.range(0, texts.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(" || ", "(", ")"));
    String length =
        unbounded.stream().map(i -> "length({" + i + "})").collect(Collectors.joining(" + "));
    String template = unbounded.isEmpty() ? joined : limited(length, joined);
    return sql.call(
        new EngineFunction("CONCATENATE", Types.TEXT, template), texts.toArray(RexNode[]::new));
  }

  /** A template of a text that is at most as long as the other template says. */
  static String limited(String length, String text) {
    return "CASE WHEN " + length + " > " + SplFunctions.LONGEST_TEXT + TOO_LONG + text + " END";
  }
}
