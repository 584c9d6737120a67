package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.Kql.NamePattern;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator.NameOrder;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlTokens;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns the parts that operators share into records: named values, sort keys, options, patterns.
 */
final class PartReader {
  private final Diagnostics diagnostics;
  private final ExpressionReader expressions;

  PartReader(Diagnostics diagnostics, ExpressionReader expressions) {
    this.diagnostics = diagnostics;
    this.expressions = expressions;
  }

  List<NamedExpression> named(KqlGrammar.@Nullable NamedExpressionsContext context) {
    return context == null
        ? List.of()
        : context.namedExpression().stream().map(this::named).toList();
  }

  private NamedExpression named(KqlGrammar.NamedExpressionContext context) {
    return new NamedExpression(
        span(context), names(context), expressions.expression(context.expression()));
  }

  private List<Name> names(KqlGrammar.NamedExpressionContext context) {
    KqlGrammar.DeclaredNameContext declared = context.declaredName();
    if (declared == null) {
      return context.name().stream().map(expressions::name).toList();
    }
    return List.of(
        declared.name() == null
            ? new Name(span(declared), declared.getText())
            : expressions.name(declared.name()));
  }

  @Nullable Name optionalName(KqlGrammar.@Nullable NameContext context) {
    return context == null ? null : expressions.name(context);
  }

  List<Kql.ColumnType> columns(List<KqlGrammar.ColumnTypeContext> contexts) {
    return contexts.stream().map(this::column).toList();
  }

  private Kql.ColumnType column(KqlGrammar.ColumnTypeContext context) {
    return new Kql.ColumnType(
        span(context),
        expressions.name(context.name(0)),
        expressions.type(expressions.name(context.name(1))));
  }

  List<Kql.Option> hints(List<KqlGrammar.HintContext> contexts) {
    return contexts.stream()
        .map(
            hint ->
                new Kql.Option(
                    span(hint),
                    "hint." + expressions.name(hint.name(0)).text(),
                    expressions.word(hint.name(1), hint.literal())))
        .toList();
  }

  Kql.Option seriesOption(KqlGrammar.SeriesOptionContext context) {
    if (context.hint() != null) {
      return hints(List.of(context.hint())).getFirst();
    }
    Name value = new Name(TokenCheck.span(context.NAME(1).getSymbol()), context.NAME(1).getText());
    return new Kql.Option(span(context), context.NAME(0).getText(), value);
  }

  List<Kql.Option> expandOptions(List<KqlGrammar.ExpandOptionContext> contexts) {
    return options(contexts.stream().map(KqlGrammar.ExpandOptionContext::option).toList());
  }

  List<Kql.Option> options(List<KqlGrammar.OptionContext> contexts) {
    return contexts.stream()
        .map(
            option ->
                new Kql.Option(
                    span(option),
                    (option.HINT() == null ? "" : "hint.")
                        + expressions.name(option.name(0)).text(),
                    expressions.word(option.name(1), option.literal())))
        .toList();
  }

  List<NamedExpression> properties(KqlGrammar.@Nullable PropertiesContext context) {
    return context == null
        ? List.of()
        : context.property().stream()
            .map(
                p ->
                    new NamedExpression(
                        span(p),
                        List.of(expressions.name(p.name())),
                        expressions.expression(p.expression())))
            .toList();
  }

  KqlOperator.SortKey sortKey(KqlGrammar.SortKeyContext context) {
    boolean ascending = context.ASC() != null;
    return new KqlOperator.SortKey(
        span(context),
        expressions.expression(context.expression()),
        ascending,
        context.NULLS() == null ? ascending : context.FIRST() != null);
  }

  KqlOperator.ReorderedName reordered(KqlGrammar.ReorderedNameContext context) {
    NameOrder order =
        context.ASC() != null
            ? NameOrder.ASC
            : context.DESC() != null ? NameOrder.DESC : NameOrder.AS_THEY_WERE;
    if (context.GRANNY() != null) {
      boolean ascending = context.GRANNY().getText().endsWith("-asc");
      order = ascending ? NameOrder.GRANNY_ASC : NameOrder.GRANNY_DESC;
    }
    return new KqlOperator.ReorderedName(span(context), pattern(context.wildcardName()), order);
  }

  List<NamePattern> patterns(KqlGrammar.WildcardNamesContext context) {
    return context.wildcardName().stream().map(this::pattern).toList();
  }

  /** Stars and names side by side; a space between them is a comma that is missing. */
  private NamePattern pattern(KqlGrammar.WildcardNameContext context) {
    List<String> parts = new ArrayList<>(List.of(""));
    int end = context.getStart().getStartIndex();
    for (ParseTree child : context.children) {
      Token first =
          child instanceof TerminalNode node
              ? node.getSymbol()
              : ((ParserRuleContext) child).getStart();
      if (first.getStartIndex() != end) {
        diagnostics.error(
            ErrorCode.SYNTAX,
            TokenCheck.span(first),
            "Unexpected '" + first.getText() + "'",
            "names are separated by ','");
      }
      if (first.getType() == KqlTokens.STAR) {
        parts.add("");
      } else {
        String text =
            child instanceof KqlGrammar.NameContext name
                ? expressions.name(name).text()
                : child.getText();
        parts.set(parts.size() - 1, parts.getLast() + text);
      }
      end = last(child).getStopIndex() + 1;
    }
    return new NamePattern(span(context), parts);
  }

  private static Token last(ParseTree child) {
    return child instanceof TerminalNode node
        ? node.getSymbol()
        : ((ParserRuleContext) child).getStop();
  }

  KqlOperator.UnionMember unionMember(KqlGrammar.UnionMemberContext context) {
    if (context.expression() == null) {
      return new KqlOperator.UnionMember(span(context), pattern(context.wildcardName()), null);
    }
    KqlExpression table = expressions.expression(context.expression());
    return table instanceof KqlExpression.Star
        ? new KqlOperator.UnionMember(
            span(context), new NamePattern(span(context), List.of("", "")), null)
        : new KqlOperator.UnionMember(span(context), null, table);
  }

  KqlOperator.SeriesValue seriesValue(KqlGrammar.SeriesValueContext context) {
    return new KqlOperator.SeriesValue(
        span(context),
        named(context.namedExpression()),
        context.expression() == null ? null : expressions.expression(context.expression()));
  }

  KqlOperator.Expansion expansion(KqlGrammar.ExpansionContext context) {
    return new KqlOperator.Expansion(
        span(context), named(context.namedExpression()), type(context.expression()));
  }

  private @Nullable KqlType type(KqlGrammar.@Nullable ExpressionContext context) {
    if (context == null) {
      return null;
    }
    if (context.getText().startsWith("typeof(")
        && expressions.expression(context) instanceof KqlExpression.TypeOf type) {
      return type.type();
    }
    diagnostics.error(ErrorCode.SYNTAX, span(context), "Expected typeof(…) after 'to'");
    return null;
  }

  KqlOperator.PatternPart patternPart(KqlGrammar.PatternPartContext context) {
    if (context.STAR() != null) {
      return new KqlOperator.Skip(span(context));
    }
    if (context.STRING() != null) {
      return new KqlOperator.Anchor(
          span(context), expressions.literals().string(context.STRING().getSymbol()));
    }
    return new KqlOperator.Capture(
        span(context),
        expressions.name(context.name(0)),
        context.name().size() == 1 ? null : expressions.type(expressions.name(context.name(1))));
  }

  private static Span span(ParserRuleContext context) {
    return ExpressionReader.span(context);
  }
}
