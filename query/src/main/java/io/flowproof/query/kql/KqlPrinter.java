package io.flowproof.query.kql;

import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.Kql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The canonical text of a tree: one statement after another, every stage on a line of its own, no
 * parentheses but those that are needed. Parsing it gives the same tree, spans apart. Comments are
 * not in the tree and are lost.
 */
public final class KqlPrinter {
  private KqlPrinter() {}

  /** The text of a whole query. */
  public static String print(Kql.Query query) {
    return statements(query.statements());
  }

  /** The text of one pipeline. */
  public static String print(Kql.Pipeline pipeline) {
    return pipeline(pipeline, "\n");
  }

  /** The text of one expression, without parentheses round it. */
  public static String print(KqlExpression expression) {
    return ExpressionText.of(expression);
  }

  /** A name as it must be written: bare where that can be read, else {@code ['name']}. */
  public static String name(String name) {
    return ExpressionText.name(name);
  }

  /** A string literal in double quotes. */
  public static String string(String text) {
    return ExpressionText.string(text);
  }

  static String pipeline(Kql.Pipeline pipeline, String separator) {
    return pipeline.operators().stream()
        .map(OperatorText::of)
        .collect(Collectors.joining(separator + "| "));
  }

  private static String statements(List<Statement> statements) {
    return statements.stream().map(KqlPrinter::statement).collect(Collectors.joining(";\n"));
  }

  private static String statement(Statement statement) {
    return switch (statement) {
      case Kql.Let let -> "let " + name(let.name().text()) + " = " + argument(let.value());
      case Kql.LetFunction function ->
          "let %s = %s(%s) { %s }"
              .formatted(
                  name(function.name().text()),
                  function.view() ? "view " : "",
                  list(function.parameters(), KqlPrinter::parameter),
                  statements(function.body()));
      case Kql.SetOption set ->
          "set "
              + name(set.name().text())
              + (set.value() == null ? "" : " = " + print(set.value()));
      case Kql.DeclareParameters declare ->
          "declare query_parameters(" + list(declare.parameters(), KqlPrinter::parameter) + ")";
      case Kql.NamedStatement other -> other.text();
      case Kql.TabularStatement tabular -> print(tabular.pipeline());
    };
  }

  private static String parameter(Kql.Parameter parameter) {
    String type =
        switch (parameter.type()) {
          case Kql.ScalarType scalar -> scalar.type().keyword();
          case Kql.TabularType tabular ->
              tabular.columns().isEmpty() ? "(*)" : "(" + columns(tabular.columns()) + ")";
        };
    String value = parameter.defaultValue() == null ? "" : " = " + print(parameter.defaultValue());
    return name(parameter.name().text()) + ":" + type + value;
  }

  /** A value where a pipeline needs no parentheses. */
  static String argument(KqlExpression value) {
    return value instanceof KqlExpression.Tabular tabular
        ? pipeline(tabular.pipeline(), " ")
        : print(value);
  }

  static String columns(List<Kql.ColumnType> columns) {
    return list(columns, c -> name(c.name().text()) + ":" + c.type().keyword());
  }

  static String named(NamedExpression column) {
    String value = print(column.value());
    List<KqlExpression.Name> names = column.names();
    return switch (names.size()) {
      case 0 -> value;
      case 1 -> name(names.getFirst().text()) + " = " + value;
      default -> "(" + list(names, n -> name(n.text())) + ") = " + value;
    };
  }

  static <T> String list(List<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }
}
