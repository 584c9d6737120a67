package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Literal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of columns that were given none, and names that must not be given twice. */
final class AutoNames {
  private final Binder binder;
  private final Set<String> taken = new HashSet<>();
  private final Set<String> derived = new HashSet<>();
  private int unnamed;

  AutoNames(Binder binder) {
    this.binder = binder;
  }

  /** Takes a name that was written; a second time it is refused. */
  String written(String name, Span span) {
    if (!taken.add(name)) {
      throw binder.problem(
          ErrorCode.AMBIGUOUS_NAME, span, "A column '" + name + "' is there already");
    }
    return name;
  }

  /** Takes a derived name, with a number behind it when it is taken. */
  String derived(String name) {
    String unique = name;
    for (int i = 1; !taken.add(unique); i++) {
      unique = name + i;
    }
    derived.add(unique);
    return unique;
  }

  /** Takes a column's own name; beside a derived one it gets a number, twice it is refused. */
  String plain(String name, Span span) {
    return derived.contains(name) ? derived(name) : written(name, span);
  }

  /** {@code Column1} and so on. */
  String next() {
    do {
      unnamed++;
    } while (!taken.add("Column" + unnamed));
    return "Column" + unnamed;
  }

  /** The name of an expression: a column's own, or one that a function derives; or null. */
  static @Nullable String of(KqlExpression expression) {
    return switch (expression) {
      case KqlExpression.Name name -> name.text();
      case KqlExpression.Member member -> joined(of(member.target()), member.name().text());
      case KqlExpression.Element element ->
          of(element.target()) == null ? null : joined(of(element.target()), key(element.index()));
      case Call call -> of(call);
      case KqlExpression other -> null;
    };
  }

  static String orEmpty(KqlExpression expression) {
    String name = of(expression);
    return name == null ? "" : name;
  }

  private static @Nullable String of(Call call) {
    String function = call.function().text();
    String argument = call.arguments().isEmpty() ? null : of(call.arguments().getFirst().value());
    AggregateFunction aggregate = Functions.aggregate(function);
    if (aggregate != null && !aggregate.prefix().isEmpty()) {
      return aggregate.prefix() + "_" + (argument == null ? "" : argument);
    }
    return ResultNames.of(function, argument, call.arguments().size());
  }

  /** An index that is computed or counts from the end has no name. */
  private static String key(KqlExpression index) {
    return index instanceof Literal literal
            && !(literal.value() instanceof Long number && number < 0)
        ? String.valueOf(literal.value())
        : "";
  }

  private static String joined(@Nullable String target, String member) {
    return target == null ? member : target + "_" + member;
  }
}
