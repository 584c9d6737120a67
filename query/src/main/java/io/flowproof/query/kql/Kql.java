package io.flowproof.query.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Name;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node of the syntax tree: what was written, before any name is looked up. Spans point into the
 * text that was parsed; two trees mean the same when they differ in spans only.
 */
public sealed interface Kql
    permits Kql.Query,
        Kql.Statement,
        Kql.Parameter,
        Kql.ParameterType,
        Kql.Pipeline,
        Kql.NamedExpression,
        Kql.NamePattern,
        Kql.ColumnType,
        Kql.Option,
        KqlExpression,
        KqlExpression.Argument,
        KqlOperator,
        KqlOperator.Part {

  /** Where in the text. */
  Span span();

  /** The whole text: statements between semicolons. */
  record Query(Span span, List<Statement> statements) implements Kql {
    /** Copies the list. */
    public Query {
      statements = List.copyOf(statements);
    }
  }

  /** One statement. */
  sealed interface Statement extends Kql {}

  /** {@code let name = value}, scalar or tabular. */
  record Let(Span span, Name name, KqlExpression value) implements Statement {}

  /**
   * {@code let name = (parameters) { body }}.
   *
   * @param view true with the word {@code view}: the function may stand for a table in a union
   */
  record LetFunction(
      Span span, Name name, boolean view, List<Parameter> parameters, List<Statement> body)
      implements Statement {
    /** Copies the lists. */
    public LetFunction {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }
  }

  /** {@code set name = value}; an option of the request. */
  record SetOption(Span span, Name name, @Nullable KqlExpression value) implements Statement {}

  /** {@code declare query_parameters(…)}. */
  record DeclareParameters(Span span, List<Parameter> parameters) implements Statement {
    /** Copies the list. */
    public DeclareParameters {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * A statement that is known by name only: {@code alias}, {@code restrict}, {@code declare
   * pattern}.
   *
   * @param text all of it, as written
   */
  record NamedStatement(Span span, String name, String text) implements Statement {}

  /** A pipeline, the result of the query when it is the last statement. */
  record TabularStatement(Span span, Pipeline pipeline) implements Statement {}

  /** A parameter of a function or query. */
  record Parameter(Span span, Name name, ParameterType type, @Nullable KqlExpression defaultValue)
      implements Kql {}

  /** What a parameter takes. */
  sealed interface ParameterType extends Kql {}

  /** A scalar. */
  record ScalarType(Span span, KqlType type) implements ParameterType {}

  /** Rows with at least these columns; no columns for {@code (*)}, which takes any rows. */
  record TabularType(Span span, List<ColumnType> columns) implements ParameterType {
    /** Copies the list. */
    public TabularType {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Operators from left to right. The first one makes rows ({@link KqlOperator.Read}, print, range,
   * datatable, …), save in the pipelines inside {@code mv-apply} and {@code partition}, which begin
   * with the rows that their operator hands them.
   */
  record Pipeline(Span span, List<KqlOperator> operators) implements Kql {
    /** Copies the list, which is not empty. */
    public Pipeline {
      operators = List.copyOf(operators);
    }
  }

  /**
   * A value with the name it will have.
   *
   * @param names none (the name is derived from the value), one, or several for {@code (a, b) =
   *     f()}
   */
  record NamedExpression(Span span, List<Name> names, KqlExpression value) implements Kql {
    /** Copies the list. */
    public NamedExpression {
      names = List.copyOf(names);
    }
  }

  /**
   * A name, or a pattern of names with {@code *} for any letters, case-sensitive.
   *
   * @param parts what stands between the stars; one part is a plain name
   */
  record NamePattern(Span span, List<String> parts) implements Kql {
    /** Copies the list, which is not empty. */
    public NamePattern {
      parts = List.copyOf(parts);
    }

    /** True when there is a star in it. */
    public boolean hasStar() {
      return parts.size() > 1;
    }

    /** True when the pattern stands for this name. */
    public boolean matches(String name) {
      if (!hasStar()) {
        return parts.getFirst().equals(name);
      }
      String last = parts.getLast();
      int at = parts.getFirst().length();
      if (!name.startsWith(parts.getFirst()) || !name.endsWith(last)) {
        return false;
      }
      for (String part : parts.subList(1, parts.size() - 1)) {
        int found = name.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return at + last.length() <= name.length();
    }

    /** As it is written, without brackets. */
    public String text() {
      return parts.stream().collect(Collectors.joining("*"));
    }
  }

  /** {@code name: type}. */
  record ColumnType(Span span, Name name, KqlType type) implements Kql {}

  /**
   * {@code kind=inner}, {@code hint.strategy=shuffle}: how an operator works.
   *
   * @param name as written, {@code hint.} included
   * @param value a {@link Name} or a {@link Literal}
   */
  record Option(Span span, String name, KqlExpression value) implements Kql {

    /** The value as a word: the name, or the literal's text. */
    public String word() {
      return switch (value) {
        case Name written -> written.text();
        case Literal literal -> String.valueOf(literal.value());
        case KqlExpression other -> throw new IllegalStateException("Not a word: " + other);
      };
    }
  }
}
