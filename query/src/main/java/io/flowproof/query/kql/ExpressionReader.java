package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.InOperator;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.LogicalOperator;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlExpression.Tabular;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlGrammarBaseVisitor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Turns the parser's contexts of expressions into records. */
final class ExpressionReader extends KqlGrammarBaseVisitor<KqlExpression> {
  /** Types' names must be bracketed to be names of columns. */
  private static final Set<String> RESERVED =
      Set.of(
          "long",
          "int",
          "string",
          "datetime",
          "real",
          "timespan",
          "decimal",
          "date",
          "time",
          "double");

  private final Diagnostics diagnostics;
  private final LiteralReader literals;
  private final JsonReader json;
  private final Function<KqlGrammar.PipelineContext, Kql.Pipeline> pipelines;

  ExpressionReader(
      Diagnostics diagnostics, Function<KqlGrammar.PipelineContext, Kql.Pipeline> pipelines) {
    this.diagnostics = diagnostics;
    this.literals = new LiteralReader(diagnostics);
    this.json = new JsonReader(diagnostics, literals);
    this.pipelines = pipelines;
  }

  static Span span(ParserRuleContext context) {
    Span start = TokenCheck.span(context.getStart());
    Token stop = context.getStop();
    return stop == null || stop.getStopIndex() < start.start()
        ? start
        : start.to(TokenCheck.span(stop));
  }

  /** True for a word that is a type, and a name only in brackets. */
  static boolean isReserved(String word) {
    return RESERVED.contains(word) || word.equals("null");
  }

  LiteralReader literals() {
    return literals;
  }

  KqlExpression expression(KqlGrammar.ExpressionContext context) {
    return visit(context);
  }

  List<KqlExpression> expressions(List<KqlGrammar.ExpressionContext> contexts) {
    return contexts.stream().map(this::expression).toList();
  }

  Name name(KqlGrammar.NameContext context) {
    String text =
        context.STRING() == null
            ? context.getText()
            : literals.string(context.STRING().getSymbol());
    return new Name(span(context), text);
  }

  /** A value of whatever kind: an expression as it is, anything with stages as a tabular one. */
  KqlExpression value(KqlGrammar.PipelineContext context) {
    if (context.operator().isEmpty() && context.source().expression() != null) {
      return expression(context.source().expression());
    }
    return new Tabular(span(context), pipelines.apply(context));
  }

  /** The type of that name; an unknown one is reported. */
  KqlType type(Name name) {
    return KqlType.find(name.text())
        .orElseGet(
            () -> {
              diagnostics.error(
                  ErrorCode.SYNTAX,
                  name.span(),
                  "Unknown type '" + name.text() + "'",
                  Suggestion.didYouMean(name.text(), KqlType.keywords()));
              return KqlType.STRING;
            });
  }

  @Override
  public KqlExpression visitPrimaryExpression(KqlGrammar.PrimaryExpressionContext context) {
    return visit(context.primary());
  }

  @Override
  public KqlExpression visitSigned(KqlGrammar.SignedContext context) {
    boolean negative = context.MINUS() != null;
    if (negative
        && context.expression() instanceof KqlGrammar.PrimaryExpressionContext operand
        && operand.primary() instanceof KqlGrammar.LiteralValueContext number) {
      if (number.literal().LONG() != null) {
        return literals.negative(span(context), number.getText());
      }
      if (number.literal().REAL() != null) {
        return new Literal(span(context), KqlType.REAL, -Double.parseDouble(number.getText()));
      }
    }
    return new KqlExpression.Signed(span(context), negative, visit(context.expression()));
  }

  @Override
  public KqlExpression visitStringComparison(KqlGrammar.StringComparisonContext context) {
    return binary(context, context.STRING_OPERATOR().getSymbol(), context.expression());
  }

  @Override
  public KqlExpression visitProduct(KqlGrammar.ProductContext context) {
    return binary(context, context.sign, context.expression());
  }

  @Override
  public KqlExpression visitSum(KqlGrammar.SumContext context) {
    return binary(context, context.sign, context.expression());
  }

  @Override
  public KqlExpression visitOrder(KqlGrammar.OrderContext context) {
    return binary(context, context.sign, context.expression());
  }

  @Override
  public KqlExpression visitEquality(KqlGrammar.EqualityContext context) {
    refuseChain(context.expression(0), context.sign);
    return binary(context, context.sign, context.expression());
  }

  private KqlExpression binary(
      ParserRuleContext context, Token sign, List<KqlGrammar.ExpressionContext> operands) {
    return new KqlExpression.Binary(
        span(context),
        BinaryOperator.of(sign.getText()),
        TokenCheck.span(sign),
        visit(operands.get(0)),
        visit(operands.get(1)));
  }

  /** Kusto does not chain {@code a == b == c}. */
  private void refuseChain(KqlGrammar.ExpressionContext left, Token sign) {
    if (left instanceof KqlGrammar.EqualityContext
        || left instanceof KqlGrammar.MembershipContext
        || left instanceof KqlGrammar.BetweenContext) {
      diagnostics.error(
          ErrorCode.SYNTAX,
          TokenCheck.span(sign),
          "'" + sign.getText() + "' cannot follow another comparison",
          "put the first one in parentheses");
    }
  }

  @Override
  public KqlExpression visitMembership(KqlGrammar.MembershipContext context) {
    Token word = context.IN().getSymbol();
    refuseChain(context.expression(), word);
    InOperator operator =
        Arrays.stream(InOperator.values())
            .filter(candidate -> candidate.word().equals(word.getText()))
            .findFirst()
            .orElseThrow();
    return new KqlExpression.In(
        span(context),
        operator,
        TokenCheck.span(word),
        visit(context.expression()),
        context.arguments().argument().stream().map(a -> value(a)).toList());
  }

  @Override
  public KqlExpression visitBetween(KqlGrammar.BetweenContext context) {
    Token word = context.BETWEEN().getSymbol();
    refuseChain(context.expression(0), word);
    return new KqlExpression.Between(
        span(context),
        word.getText().startsWith("!"),
        visit(context.expression(0)),
        visit(context.expression(1)),
        visit(context.expression(2)));
  }

  @Override
  public KqlExpression visitConjunction(KqlGrammar.ConjunctionContext context) {
    Deque<KqlExpression> operands = new ArrayDeque<>();
    KqlGrammar.ExpressionContext rest = context;
    while (rest instanceof KqlGrammar.ConjunctionContext both) {
      operands.addFirst(visit(both.expression(1)));
      rest = both.expression(0);
    }
    operands.addFirst(visit(rest));
    return new KqlExpression.Logical(span(context), LogicalOperator.AND, List.copyOf(operands));
  }

  @Override
  public KqlExpression visitDisjunction(KqlGrammar.DisjunctionContext context) {
    Deque<KqlExpression> operands = new ArrayDeque<>();
    KqlGrammar.ExpressionContext rest = context;
    while (rest instanceof KqlGrammar.DisjunctionContext either) {
      operands.addFirst(visit(either.expression(1)));
      rest = either.expression(0);
    }
    operands.addFirst(visit(rest));
    return new KqlExpression.Logical(span(context), LogicalOperator.OR, List.copyOf(operands));
  }

  @Override
  public KqlExpression visitLiteralValue(KqlGrammar.LiteralValueContext context) {
    return literals.literal(context.literal());
  }

  @Override
  public KqlExpression visitDynamicLiteral(KqlGrammar.DynamicLiteralContext context) {
    return json.dynamic(span(context), context.json());
  }

  @Override
  public KqlExpression visitNameValue(KqlGrammar.NameValueContext context) {
    Name name = name(context.name());
    boolean bare = context.name().STRING() == null;
    if (bare && name.text().equals("null")) {
      diagnostics.error(
          ErrorCode.SYNTAX,
          name.span(),
          "'null' is no value",
          "test with isnull(…) or isnotnull(…), write a typed null as int(null)");
    } else if (bare && RESERVED.contains(name.text())) {
      diagnostics.error(
          ErrorCode.SYNTAX,
          name.span(),
          "'" + name.text() + "' is a type",
          "a column of that name is written ['" + name.text() + "']");
    }
    return name;
  }

  @Override
  public KqlExpression visitCallValue(KqlGrammar.CallValueContext context) {
    return callOrType(context.call());
  }

  private KqlExpression callOrType(KqlGrammar.CallContext context) {
    List<KqlGrammar.ArgumentContext> arguments = context.arguments().argument();
    if (context.name().getText().equals("typeof") && isOfColumns(arguments)) {
      // What a plugin gives, as its arguments say; it has no value.
      return new KqlExpression.Star(span(context));
    }
    if (context.name().getText().equals("typeof") && arguments.size() == 1) {
      KqlGrammar.ArgumentContext argument = arguments.getFirst();
      return new KqlExpression.TypeOf(
          span(context), type(new Name(span(argument), argument.getText())));
    }
    return call(context);
  }

  private static boolean isOfColumns(List<KqlGrammar.ArgumentContext> arguments) {
    return arguments.stream().anyMatch(a -> a.columnType() != null || a.getText().equals("*"));
  }

  /** A name with a type is no argument of any other function. */
  private KqlExpression value(KqlGrammar.ArgumentContext argument) {
    if (argument.columnType() == null) {
      return value(argument.pipeline());
    }
    diagnostics.error(
        ErrorCode.SYNTAX,
        span(argument),
        "Expected <expression>, found a column with its type",
        "an argument is named with '='");
    return new KqlExpression.Broken(span(argument));
  }

  Call call(KqlGrammar.CallContext context) {
    Name function = name(context.name());
    List<Argument> arguments =
        context.arguments().argument().stream()
            .map(a -> new Argument(span(a), a.name() == null ? null : name(a.name()), value(a)))
            .toList();
    boolean star =
        arguments.size() == 1 && arguments.getFirst().value() instanceof KqlExpression.Star;
    if (star && function.text().equals("count")) {
      diagnostics.error(
          ErrorCode.SYNTAX, arguments.getFirst().span(), "count() takes no '*'", "write count()");
    }
    return new Call(span(context), function, arguments);
  }

  @Override
  public KqlExpression visitStarValue(KqlGrammar.StarValueContext context) {
    return new KqlExpression.Star(span(context));
  }

  @Override
  public KqlExpression visitParenthesized(KqlGrammar.ParenthesizedContext context) {
    return value(context.pipeline());
  }

  @Override
  public KqlExpression visitMember(KqlGrammar.MemberContext context) {
    return new KqlExpression.Member(span(context), visit(context.primary()), name(context.name()));
  }

  @Override
  public KqlExpression visitMemberCall(KqlGrammar.MemberCallContext context) {
    return new KqlExpression.MemberCall(
        span(context), visit(context.primary()), call(context.call()));
  }

  @Override
  public KqlExpression visitElement(KqlGrammar.ElementContext context) {
    return new KqlExpression.Element(
        span(context), visit(context.primary()), visit(context.expression()));
  }

  /** Reported already. */
  @Override
  public KqlExpression visitBrokenValue(KqlGrammar.BrokenValueContext context) {
    return new KqlExpression.Broken(span(context));
  }

  /** The words of {@code kind=inner} and {@code hint.remote=auto}. */
  KqlExpression word(KqlGrammar.NameContext name, KqlGrammar.LiteralContext literal) {
    return name != null ? name(name) : literals.literal(literal);
  }
}
