package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import io.flowproof.query.spl.Command;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;

/** Functions that compare a text with a pattern. Of several values one must match. */
final class PatternFunctions {
  private static final EngineFunction LIKE =
      new EngineFunction("LIKE", Types.BOOLEAN, "({0} LIKE {1})");

  private PatternFunctions() {}

  static List<EvalFunction> all() {
    return List.of(
        new EvalFunction(
            "like",
            2,
            2,
            "Whether a text is of a pattern with % and _",
            a -> a.scalars().bool(like(a.lowering(), a.any(0), a.any(1), a.call().span()))),
        new EvalFunction(
            "match",
            2,
            2,
            "Whether a regular expression matches somewhere in a text",
            PatternFunctions::match),
        new EvalFunction(
            "replace",
            3,
            3,
            "With every match of a regular expression replaced",
            PatternFunctions::replace),
        new EvalFunction(
            "searchmatch",
            1,
            1,
            "Whether the event matches a search, given as a text",
            PatternFunctions::searchMatch));
  }

  /** SQL's LIKE is SPL's: case-sensitive, over the whole text. */
  static RexNode like(ExpressionLowering lowering, Value value, Value pattern, Span span) {
    SplScalars scalars = lowering.context().scalars();
    if (value.type() == SplType.MULTIVALUE) {
      return Multivalue.any(
          value,
          "",
          (one, row) -> lowering.context().sql().call(LIKE, one.rex(), scalars.toText(pattern)),
          lowering.row(),
          lowering.context(),
          span);
    }
    return lowering.context().sql().call(LIKE, scalars.toText(value), scalars.toText(pattern));
  }

  private static Value match(Arguments arguments) {
    Value text = arguments.any(0);
    Regex regex = Regex.of(arguments, 1);
    if (text.type() != SplType.MULTIVALUE) {
      return arguments.scalars().bool(regex.matches(arguments.scalars().toText(text)));
    }
    return arguments
        .scalars()
        .bool(
            Multivalue.any(
                text,
                "",
                (one, row) -> regex.matches(one.rex()),
                arguments.lowering().row(),
                arguments.context(),
                arguments.call().span()));
  }

  private static Value replace(Arguments arguments) {
    Row row = arguments.lowering().row();
    Value text = row.once(arguments.any(0));
    Regex regex = Regex.of(arguments, 1);
    RexNode with = row.once(arguments.text(2));
    if (text.type() == SplType.MULTIVALUE) {
      return new Value(
          Multivalue.map(
              text,
              "",
              (one, inner) -> regex.replaced(one.rex(), with),
              row,
              arguments.context(),
              arguments.call().span()),
          SplType.MULTIVALUE);
    }
    return new Value(
        regex.replaced(row.once(arguments.scalars().toText(text)), with), SplType.TEXT);
  }

  private static Value searchMatch(Arguments arguments) {
    SplContext context = arguments.context();
    Span span = arguments.syntax(0).span();
    String text = arguments.literal(0, "The search");
    if (text == null) {
      return arguments.scalars().bool(arguments.sql().bool(false));
    }
    Fragments.Parsed parsed = Fragments.parse("search " + text, span, context);
    if (parsed != null && parsed.command() instanceof Command.Search terms) {
      TermLowering lowering =
          new TermLowering(parsed.context(), arguments.lowering().row(), Map.of());
      return arguments.scalars().bool(arguments.sql().isTrue(lowering.lower(terms.term())));
    }
    return arguments.scalars().bool(arguments.sql().bool(false));
  }
}
