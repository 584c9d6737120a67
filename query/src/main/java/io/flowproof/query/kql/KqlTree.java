package io.flowproof.query.kql;

import io.flowproof.core.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A tree as one line, {@code (where (== a 1))}, without spans: equal lines are equal trees. Names
 * are bare, strings quoted, other literals as {@code type:value}; what is not there is left out.
 */
public final class KqlTree {
  private KqlTree() {}

  /** The tree of a query. */
  public static String print(Kql.Query query) {
    return of(query);
  }

  static String of(@Nullable Object node) {
    return switch (node) {
      case null -> "";
      case KqlExpression.Name name -> name.text();
      case KqlExpression.Literal literal -> literal(literal);
      case KqlExpression.Star star -> "*";
      case KqlExpression.Binary b ->
          "(" + b.operator().word() + " " + of(b.left()) + " " + of(b.right()) + ")";
      case KqlExpression.Logical l -> list(l.operator().word(), l.operands());
      case KqlExpression.In in ->
          "(%s %s %s)".formatted(in.operator().word(), of(in.value()), of(in.candidates()));
      case KqlExpression.Call call -> list("call " + of(call.function()), call.arguments());
      case KqlExpression.Argument argument ->
          (argument.name() == null ? "" : of(argument.name()) + "=") + of(argument.value());
      case Kql.NamedExpression named ->
          named.names().isEmpty()
              ? of(named.value())
              : "(= " + of(named.names()) + " " + of(named.value()) + ")";
      case Kql.NamePattern pattern -> String.valueOf(pattern.parts());
      case Kql.ColumnType column -> of(column.name()) + ":" + column.type().keyword();
      case Kql.Option option -> option.name() + "=" + of(option.value());
      case KqlType type -> type.keyword();
      case Record other -> reflected(other);
      case List<?> items -> list("", items);
      case Boolean flag -> flag ? "true" : "";
      case Object other -> other.toString();
    };
  }

  private static String literal(KqlExpression.Literal literal) {
    return switch (literal.value()) {
      case String text when literal.type() == KqlType.STRING -> "'" + text + "'";
      case Long number when literal.type() == KqlType.LONG -> number.toString();
      case null -> literal.type().keyword() + ":null";
      case Object value -> literal.type().keyword() + ":" + value;
    };
  }

  private static String list(String head, List<?> items) {
    List<String> texts = new ArrayList<>(head.isEmpty() ? List.of() : List.of(head));
    items.forEach(item -> texts.add(of(item)));
    return "(" + String.join(" ", texts) + ")";
  }

  private static String reflected(Record node) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      if (component.getType() == Span.class) {
        continue;
      }
      try {
        Object value = component.getAccessor().invoke(node);
        // Once: asking twice at each level would take exponential time.
        String text = value instanceof List<?> l && l.isEmpty() ? "" : of(value);
        if (!text.isEmpty()) {
          parts.add(value instanceof Boolean ? component.getName() : text);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    String head = word(node.getClass().getSimpleName());
    return parts.isEmpty() ? "(" + head + ")" : "(" + head + " " + String.join(" ", parts) + ")";
  }

  private static String word(String type) {
    return type.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
