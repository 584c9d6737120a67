package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Expression.Arithmetic;
import io.flowproof.query.spl.Expression.Comparison;
import io.flowproof.query.spl.Expression.Logical;
import io.flowproof.query.spl.grammar.SplSyntax.ComparedContext;
import io.flowproof.query.spl.grammar.SplSyntax.ComparisonContext;
import io.flowproof.query.spl.grammar.SplSyntax.ConcatenationContext;
import io.flowproof.query.spl.grammar.SplSyntax.ConjunctionContext;
import io.flowproof.query.spl.grammar.SplSyntax.DisjunctionContext;
import io.flowproof.query.spl.grammar.SplSyntax.ExpressionContext;
import io.flowproof.query.spl.grammar.SplSyntax.GroupPrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.KeywordCallContext;
import io.flowproof.query.spl.grammar.SplSyntax.MacroPrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.NamePrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.NegationContext;
import io.flowproof.query.spl.grammar.SplSyntax.NotInContext;
import io.flowproof.query.spl.grammar.SplSyntax.NumberPrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.PrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.ProductContext;
import io.flowproof.query.spl.grammar.SplSyntax.QuotedFieldPrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.SignedContext;
import io.flowproof.query.spl.grammar.SplSyntax.StringPrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.SubsearchPrimaryContext;
import io.flowproof.query.spl.grammar.SplSyntax.SumContext;
import io.flowproof.query.spl.grammar.SplSyntax.TokenPrimaryContext;
import io.flowproof.query.spl.grammar.SplTokens;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Builds expressions of eval and where from the parse tree. {@code depth} counts the levels of the
 * tree above, a chain of operators included, and is limited.
 */
final class ExpressionReader {
  private final Body body;

  ExpressionReader(Body body) {
    this.body = body;
  }

  Expression read(ExpressionContext context) {
    return read(context, 0);
  }

  private Expression read(ExpressionContext context, int depth) {
    checkDepth(depth, context);
    int below = context.disjunction().size() > 1 ? depth + 1 : depth;
    List<Expression> operands =
        context.disjunction().stream().map(part -> read(part, below)).toList();
    return logical(Logical.Junction.XOR, operands, context);
  }

  private Expression read(DisjunctionContext context, int depth) {
    int below = context.conjunction().size() > 1 ? depth + 1 : depth;
    List<Expression> operands =
        context.conjunction().stream().map(part -> read(part, below)).toList();
    return logical(Logical.Junction.OR, operands, context);
  }

  private Expression read(ConjunctionContext context, int depth) {
    int below = context.negation().size() > 1 ? depth + 1 : depth;
    List<Expression> operands = context.negation().stream().map(part -> read(part, below)).toList();
    return logical(Logical.Junction.AND, operands, context);
  }

  private Expression logical(
      Logical.Junction junction, List<Expression> operands, ParserRuleContext context) {
    return operands.size() == 1
        ? operands.getFirst()
        : new Logical(junction, operands, body.span(context));
  }

  private Expression read(NegationContext context, int depth) {
    List<TerminalNode> nots = context.NOT();
    checkDepth(depth + nots.size(), context);
    Expression operand =
        context.notIn() != null
            ? read(context.notIn(), depth + nots.size())
            : read(context.comparison(), depth + nots.size());
    for (TerminalNode not : nots.reversed()) {
      operand = new Expression.Not(operand, body.span(not.getSymbol()).to(operand.span()));
    }
    return operand;
  }

  private Expression read(NotInContext context, int depth) {
    Span span = body.span(context);
    String opening = body.source(context.NOT_IN_OPEN().getSymbol());
    int in = span.start() + opening.toLowerCase(Locale.ROOT).indexOf("in");
    Span word = new Span(in, in + 2);
    return new Expression.Not(
        new Expression.Call(
            body.problems().source().slice(word),
            word,
            all(context.expression(), depth),
            new Span(in, span.end())),
        span);
  }

  private Expression read(ComparisonContext context, int depth) {
    int below = context.getChildCount() > 1 ? depth + 1 : depth;
    Expression left = read(context.concatenation(), below);
    Span span = body.span(context);
    if (context.compared() != null) {
      Expression right = read(context.compared().concatenation(), below);
      return new Comparison(operator(context.compared()), left, right, span);
    }
    if (context.liked() != null) {
      return new Expression.Like(left, read(context.liked().concatenation(), below), span);
    }
    if (context.membership() != null) {
      List<Expression> candidates = all(context.membership().expression(), depth);
      Expression in = new Expression.In(left, candidates, span);
      return context.membership().IN_OPEN() != null ? in : new Expression.Not(in, span);
    }
    return left;
  }

  private static Comparator operator(ComparedContext context) {
    return switch (context.getStart().getType()) {
      case SplTokens.NE -> Comparator.NOT_EQUAL;
      case SplTokens.LT -> Comparator.LESS;
      case SplTokens.LE -> Comparator.LESS_OR_EQUAL;
      case SplTokens.GT -> Comparator.GREATER;
      case SplTokens.GE -> Comparator.GREATER_OR_EQUAL;
      default -> Comparator.EQUAL;
    };
  }

  private List<Expression> all(List<ExpressionContext> contexts, int depth) {
    return contexts.stream().map(part -> read(part, depth + 1)).toList();
  }

  private Expression read(ConcatenationContext context, int depth) {
    List<SumContext> parts = context.sum();
    for (int i = 1; i < parts.size(); i++) {
      rejectBareAddress(context.DOT(i - 1).getSymbol(), parts.get(i));
    }
    checkDepth(depth + parts.size() - 1, context);
    Expression left = read(parts.getFirst(), depth + parts.size() - 1);
    for (int i = 1; i < parts.size(); i++) {
      Expression right = read(parts.get(i), depth + parts.size() - i);
      left = arithmetic(Arithmetic.Operator.CONCATENATE, left, right);
    }
    return left;
  }

  /** {@code 10.0.0.1} without quotes would be numbers glued together. */
  private void rejectBareAddress(Token dot, SumContext right) {
    String text = body.text();
    int at = dot.getStartIndex();
    if (at > 0
        && Character.isDigit(text.charAt(at - 1))
        && at + 1 < text.length()
        && Character.isDigit(text.charAt(at + 1))) {
      body.problems()
          .error(
              ErrorCode.SYNTAX,
              body.span(dot).to(body.span(right)),
              "A number has one decimal point",
              "put an address in double quotes: \"10.0.0.1\"");
    }
  }

  private Expression read(SumContext context, int depth) {
    return chain(
        context,
        context.product().size(),
        depth,
        (i, below) -> read(context.product(i), below),
        sign ->
            sign.getType() == SplTokens.PLUS
                ? Arithmetic.Operator.ADD
                : Arithmetic.Operator.SUBTRACT);
  }

  private Expression read(ProductContext context, int depth) {
    return chain(
        context,
        context.signed().size(),
        depth,
        (i, below) -> read(context.signed(i), below),
        sign ->
            switch (sign.getType()) {
              case SplTokens.STAR -> Arithmetic.Operator.MULTIPLY;
              case SplTokens.SLASH -> Arithmetic.Operator.DIVIDE;
              default -> Arithmetic.Operator.MODULO;
            });
  }

  private interface OperandReader {
    Expression read(int index, int depth);
  }

  /** Operands at the even children of {@code context}, operators between them, leftmost first. */
  private Expression chain(
      ParserRuleContext context,
      int operands,
      int depth,
      OperandReader reader,
      Function<Token, Arithmetic.Operator> operator) {
    checkDepth(depth + operands - 1, context);
    Expression left = reader.read(0, depth + operands - 1);
    for (int i = 1; i < operands; i++) {
      Token sign = ((TerminalNode) context.getChild(2 * i - 1)).getSymbol();
      Arithmetic.Operator kind = operator.apply(sign);
      left = arithmetic(kind, left, reader.read(i, depth + operands - i));
    }
    return left;
  }

  private static Expression arithmetic(
      Arithmetic.Operator operator, Expression left, Expression right) {
    return new Arithmetic(operator, left, right, left.span().to(right.span()));
  }

  private Expression read(SignedContext context, int depth) {
    int signs = context.getChildCount() - 1;
    checkDepth(depth + signs, context);
    Expression operand = read(context.primary(), depth + signs);
    for (int i = signs - 1; i >= 0; i--) {
      ParseTree child = context.getChild(i);
      Token sign = ((TerminalNode) child).getSymbol();
      if (sign.getType() == SplTokens.MINUS) {
        operand = new Expression.Negative(operand, body.span(sign).to(operand.span()));
      }
    }
    return operand;
  }

  private Expression read(PrimaryContext context, int depth) {
    Span span = body.span(context);
    return switch (context) {
      case NumberPrimaryContext number ->
          new Expression.NumberLiteral(
              (number.DOT() == null ? "" : "0.") + number.NUMBER().getText(), span);
      case StringPrimaryContext string ->
          new Expression.StringLiteral(body.unquoted(string.STRING().getSymbol()), span);
      case QuotedFieldPrimaryContext field ->
          new Expression.Field(body.unquoted(field.QUOTED_FIELD().getSymbol()), span);
      case NamePrimaryContext name -> {
        Token word = name.IDENTIFIER().getSymbol();
        yield name.LPAREN() == null
            ? new Expression.Field(body.source(word), span)
            : call(word, name.expression(), depth, span);
      }
      case KeywordCallContext call -> {
        Span function = body.span(call.getStart());
        int length = call.LIKE() != null ? 4 : 2;
        Span word = new Span(function.start(), function.start() + length);
        yield new Expression.Call(
            body.problems().source().slice(word), word, all(call.expression(), depth), span);
      }
      case GroupPrimaryContext group -> read(group.expression(), depth);
      case TokenPrimaryContext token -> {
        String text = body.source(token.TOKEN().getSymbol());
        yield new Expression.Token(text.substring(1, text.length() - 1), span);
      }
      case MacroPrimaryContext macro ->
          new Expression.Macro(body.macro(macro.MACRO().getSymbol()), span);
      case SubsearchPrimaryContext subsearch ->
          new Expression.Subsearch(body.subsearch(subsearch.SUBSEARCH().getSymbol()), span);
      // The generated class is not sealed; the grammar has no further alternative.
      case PrimaryContext other -> throw new IllegalStateException(other.getText());
    };
  }

  private Expression call(Token word, List<ExpressionContext> arguments, int depth, Span span) {
    return new Expression.Call(body.source(word), body.span(word), all(arguments, depth), span);
  }

  private void checkDepth(int depth, ParserRuleContext context) {
    if (depth > CommandSplitter.DEEPEST) {
      throw body.tooDeep(body.span(context));
    }
  }
}
