package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that a let defines: its parameters get the arguments, in order or by name,
 * or their defaults. Tables come first, and {@code invoke} gives the first one.
 */
final class LetCall {
  private final Binder binder;
  private final Environment.Function function;
  private final Call call;
  private final List<Kql.Parameter> parameters;

  LetCall(Binder binder, Environment.Function function, Call call) {
    this.binder = binder;
    this.function = function;
    this.call = call;
    this.parameters = function.function().parameters();
  }

  /**
   * What the function's body can see.
   *
   * @param names what the arguments can see
   * @param scalars lowers an argument that is a value
   * @param piped the rows before {@code invoke}, which are the first argument, or null
   */
  Environment bind(
      Environment names, Function<KqlExpression, Scalar> scalars, @Nullable Rows piped) {
    binder.enter(function.function(), call.span());
    Map<String, Argument> given = given(piped != null);
    List<Supplier<Environment.Binding>> work = new ArrayList<>();
    for (int i = piped == null ? 0 : 1; i < parameters.size(); i++) {
      Kql.Parameter parameter = parameters.get(i);
      Argument argument = given.get(parameter.name().text());
      work.add(() -> binding(parameter, argument, names, scalars));
    }
    if (piped != null) {
      work.addFirst(() -> table(parameters.getFirst(), piped, call.span()));
    }
    List<Environment.Binding> bound = binder.all(work);
    Environment inside = function.names();
    for (int i = 0; i < parameters.size(); i++) {
      inside = inside.with(parameters.get(i).name().text(), bound.get(i));
    }
    return inside;
  }

  /** The arguments by the parameters' names; a wrong number and a wrong name are reported. */
  private Map<String, Argument> given(boolean piped) {
    List<Kql.Parameter> open =
        parameters.subList(piped && !parameters.isEmpty() ? 1 : 0, parameters.size());
    if (piped && !(firstType() instanceof Kql.TabularType)) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          "'" + name() + "()' takes no table, and 'invoke' hands it one");
    }
    Map<String, Argument> given = new HashMap<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      String parameter =
          argument.name() != null
              ? argument.name().text()
              : i < open.size() ? open.get(i).name().text() : "";
      if (argument.name() != null
          && open.stream().noneMatch(p -> p.name().text().equals(parameter))) {
        throw binder.problem(
            ErrorCode.ARGUMENT,
            argument.span(),
            "'" + name() + "()' has no parameter '" + parameter + "'");
      }
      given.put(parameter, argument);
    }
    long least = open.stream().filter(p -> p.defaultValue() == null).count();
    boolean lacks =
        open.stream()
            .anyMatch(p -> p.defaultValue() == null && !given.containsKey(p.name().text()));
    if (lacks || call.arguments().size() > open.size()) {
      Calls.refuseCount(binder, name(), (int) least, open.size(), call);
    }
    return given;
  }

  private Kql.@Nullable ParameterType firstType() {
    return parameters.isEmpty() ? null : parameters.getFirst().type();
  }

  private String name() {
    return call.function().text();
  }

  private Environment.Binding binding(
      Kql.Parameter parameter,
      @Nullable Argument given,
      Environment names,
      Function<KqlExpression, Scalar> scalars) {
    Span span = given == null ? call.span() : given.span();
    KqlExpression value = given == null ? parameter.defaultValue() : given.value();
    if (value == null) {
      throw new IllegalStateException("An argument without a value: " + parameter);
    }
    return switch (parameter.type()) {
      case Kql.TabularType table ->
          table(parameter, new Pipelines(binder).rows(value, names.insideTable()), span);
      case Kql.ScalarType scalar ->
          new Environment.Value(converted(scalars.apply(value), scalar.type(), span));
    };
  }

  private Environment.Binding table(Kql.Parameter parameter, Rows rows, Span span) {
    if (!(parameter.type() instanceof Kql.TabularType declared)) {
      throw new IllegalStateException("No table: " + parameter);
    }
    for (Kql.ColumnType column : declared.columns()) {
      Optional<Field<KqlType>> field = rows.relation().field(column.name().text());
      boolean fits = field.isPresent() && field.get().type() == column.type();
      if (!fits && !rows.excuses(column.name().text())) {
        throw binder.problem(
            ErrorCode.TYPE_MISMATCH,
            span,
            "The table lacks the column '%s:%s' that '%s()' needs"
                .formatted(column.name().text(), column.type().keyword(), name()),
            field.map(f -> "its '" + f.name() + "' is " + Binder.a(f.type())).orElse(null));
      }
    }
    return new Environment.Given(rows);
  }

  private Scalar converted(Scalar value, KqlType type, Span span) {
    boolean fits =
        value.type() == type || type == KqlType.DYNAMIC || value.type() == KqlType.DYNAMIC;
    boolean numbers =
        value.isNumber() && (type == KqlType.LONG || type == KqlType.REAL || type == KqlType.INT);
    if (!fits && !numbers) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "The value must be %s, and this is %s".formatted(Binder.a(type), Binder.a(value.type())));
    }
    return new Conversions(binder.values()).to(type, value);
  }
}
