package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlGrammarBaseVisitor;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;

/** Turns the parser's contexts of statements into records. */
final class StatementReader extends KqlGrammarBaseVisitor<Kql.Statement> {
  private final SourceText source;
  private final ExpressionReader expressions;
  private final OperatorReader operators;

  StatementReader(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.expressions = new ExpressionReader(diagnostics, this::pipeline);
    this.operators = new OperatorReader(source, diagnostics, expressions, this::pipeline);
  }

  Kql.Query query(KqlGrammar.QueryContext context) {
    return new Kql.Query(new Span(0, source.text().length()), statements(context.statement()));
  }

  private List<Kql.Statement> statements(List<KqlGrammar.StatementContext> contexts) {
    return contexts.stream().map(this::visit).toList();
  }

  private Kql.Pipeline pipeline(KqlGrammar.PipelineContext context) {
    return operators.pipeline(context);
  }

  @Override
  public Kql.Statement visitLetFunction(KqlGrammar.LetFunctionContext context) {
    KqlGrammar.FunctionContext function = context.function();
    return new Kql.LetFunction(
        span(context),
        expressions.name(context.name()),
        function.VIEW() != null,
        parameters(function.parameters()),
        statements(function.statement()));
  }

  @Override
  public Kql.Statement visitLetPipeline(KqlGrammar.LetPipelineContext context) {
    return new Kql.Let(
        span(context), expressions.name(context.name()), expressions.value(context.pipeline()));
  }

  @Override
  public Kql.Statement visitSetOption(KqlGrammar.SetOptionContext context) {
    return new Kql.SetOption(
        span(context),
        expressions.name(context.name()),
        context.expression() == null ? null : expressions.expression(context.expression()));
  }

  @Override
  public Kql.Statement visitDeclareParameters(KqlGrammar.DeclareParametersContext context) {
    return new Kql.DeclareParameters(span(context), parameters(context.parameters()));
  }

  @Override
  public Kql.Statement visitNamedStatement(KqlGrammar.NamedStatementContext context) {
    Span span = span(context);
    String name = context.getStart().getText();
    return new Kql.NamedStatement(span, name, source.slice(span));
  }

  @Override
  public Kql.Statement visitTabularStatement(KqlGrammar.TabularStatementContext context) {
    return new Kql.TabularStatement(span(context), pipeline(context.pipeline()));
  }

  private List<Kql.Parameter> parameters(KqlGrammar.ParametersContext context) {
    return context.parameter().stream().map(this::parameter).toList();
  }

  private Kql.Parameter parameter(KqlGrammar.ParameterContext context) {
    return new Kql.Parameter(
        span(context),
        expressions.name(context.name(0)),
        type(context),
        context.expression() == null ? null : expressions.expression(context.expression()));
  }

  private Kql.ParameterType type(KqlGrammar.ParameterContext context) {
    if (context.STAR() != null) {
      return new Kql.TabularType(TokenCheck.span(context.STAR().getSymbol()), List.of());
    }
    if (context.schema() != null) {
      return new Kql.TabularType(
          span(context.schema()), operators.columns(context.schema().columnType()));
    }
    KqlExpression.Name name = expressions.name(context.name(1));
    return new Kql.ScalarType(name.span(), expressions.type(name));
  }

  private static Span span(ParserRuleContext context) {
    return ExpressionReader.span(context);
  }
}
