package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions that look at the columns of their rows by name. */
final class SpecialForms {
  private final Binder binder;
  private final Expressions expressions;
  private final Calls calls;

  SpecialForms(Binder binder, Expressions expressions, Calls calls) {
    this.binder = binder;
    this.expressions = expressions;
    this.calls = calls;
  }

  /** The functions as the registry lists them. */
  static List<ScalarFunction> all() {
    return List.of(
        listed("column_ifexists", "(name, default)", 2, "The column of that name, or the default"),
        listed("columnifexists", "(name, default)", 2, "The same as column_ifexists()"),
        listed("pack_all", "(without empty)", 1, "A bag of all columns"),
        listed("bag_pack_columns", "(column, …)", 64, "A bag of these columns"));
  }

  private static ScalarFunction listed(String name, String signature, int most, String about) {
    int least = name.equals("pack_all") ? 0 : name.startsWith("column") ? 2 : 1;
    return new ScalarFunction(name, signature, least, most, about, call -> call.argument(0));
  }

  /** The value of a call of such a function, or null for any other. */
  @Nullable Scalar lower(Call call) {
    return switch (call.function().text()) {
      case "column_ifexists", "columnifexists" -> column(call);
      case "pack_all" -> packed(call);
      case "bag_pack_columns" -> chosen(call);
      default -> null;
    };
  }

  private Scalar column(Call call) {
    calls.checkCount(call.function().text(), 2, 2, call);
    Argument first = call.arguments().getFirst();
    if (!(expressions.lower(first.value()).constant() instanceof String name)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, first.span(), "column_ifexists() takes a constant name");
    }
    Optional<Scalar> column = expressions.scope().column(new Name(first.span(), name));
    return column.isPresent()
        ? column.get()
        : expressions.lower(call.arguments().getLast().value());
  }

  private Scalar packed(Call call) {
    calls.checkCount("pack_all", 0, 1, call);
    boolean filled =
        !call.arguments().isEmpty()
            && Boolean.TRUE.equals(
                expressions.lower(call.arguments().getFirst().value()).constant());
    List<Scalar> parts = new ArrayList<>();
    for (String name : expressions.scope().columns()) {
      parts.add(binder.values().text(name));
      parts.add(expressions.lower(new Name(call.span(), name)));
    }
    return calls
        .arguments(new Call(call.span(), call.function(), List.of()))
        .packed(KqlType.DYNAMIC, filled ? "pack_filled" : "bag_pack", parts);
  }

  private Scalar chosen(Call call) {
    calls.checkCount("bag_pack_columns", 1, 64, call);
    List<Scalar> parts = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (!(argument.value() instanceof Name name)) {
        throw binder.problem(
            ErrorCode.ARGUMENT, argument.span(), "bag_pack_columns() takes names of columns");
      }
      KqlExpression value = argument.value();
      parts.add(binder.values().text(name.text()));
      parts.add(expressions.lower(value));
    }
    return calls
        .arguments(new Call(call.span(), call.function(), List.of()))
        .packed(KqlType.DYNAMIC, "bag_pack", parts);
  }
}
