package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls of window functions out of an operator: each becomes a hidden column of the rows
 * before it, inner calls first, and the operator reads that column instead.
 */
final class WindowCalls {
  /** What the names of hidden columns begin with: no name that is written can. */
  static final String HIDDEN = "\u0000";

  private final Binder binder;
  private final Environment names;
  private Rows rows;
  private int made;

  private WindowCalls(Binder binder, Rows rows, Environment names) {
    this.binder = binder;
    this.rows = rows;
    this.names = names;
  }

  /**
   * An operator without window functions.
   *
   * @param operator with names of hidden columns in their places
   * @param rows with the hidden columns
   */
  record Extracted(KqlOperator operator, Rows rows) {}

  /** The operator without its window functions, or null when it has none. */
  static @Nullable Extracted extract(
      Binder binder, KqlOperator operator, Rows rows, Environment names) {
    WindowCalls calls = new WindowCalls(binder, rows, names);
    KqlOperator plain =
        switch (operator) {
          case KqlOperator.Where where ->
              new KqlOperator.Where(where.span(), calls.plain(where.predicate()));
          case KqlOperator.Extend extend ->
              new KqlOperator.Extend(extend.span(), calls.named(extend.columns()));
          case KqlOperator.Serialize serialize -> {
            calls.rows = new SerializeLowering(binder).ordered(rows);
            yield new KqlOperator.Serialize(serialize.span(), calls.named(serialize.columns()));
          }
          case KqlOperator.Project project ->
              new KqlOperator.Project(project.span(), calls.named(project.columns()));
          case KqlOperator.Summarize summarize ->
              new KqlOperator.Summarize(
                  summarize.span(),
                  summarize.hints(),
                  calls.named(summarize.aggregates()),
                  calls.named(summarize.by()));
          case KqlOperator other -> other;
        };
    return calls.made == 0 ? null : new Extracted(plain, calls.rows);
  }

  /** The rows without their hidden columns. */
  static Rows shown(Rows rows) {
    return rows.with(
        rows.relation()
            .withFields(
                rows.fields().stream()
                    .filter(field -> !field.name().startsWith(HIDDEN + "w"))
                    .toList()));
  }

  private List<NamedExpression> named(List<NamedExpression> columns) {
    List<NamedExpression> all = new ArrayList<>();
    int unnamed = 0;
    for (NamedExpression column : columns) {
      int before = made;
      KqlExpression plain = plain(column.value());
      boolean bare = made > before && plain instanceof Name && column.names().isEmpty();
      // A hidden column gives no name.
      List<Name> given =
          bare ? List.of(new Name(column.span(), "Column" + ++unnamed)) : column.names();
      all.add(new NamedExpression(column.span(), given, plain));
    }
    return all;
  }

  private List<KqlExpression> each(List<KqlExpression> expressions) {
    return expressions.stream().map(this::plain).toList();
  }

  private KqlExpression plain(KqlExpression expression) {
    return switch (expression) {
      case Call call -> call(call);
      case KqlExpression.Member member ->
          new KqlExpression.Member(member.span(), plain(member.target()), member.name());
      case KqlExpression.Element element ->
          new KqlExpression.Element(
              element.span(), plain(element.target()), plain(element.index()));
      case KqlExpression.Signed signed ->
          new KqlExpression.Signed(signed.span(), signed.negative(), plain(signed.operand()));
      case KqlExpression.Binary binary ->
          new KqlExpression.Binary(
              binary.span(),
              binary.operator(),
              binary.operatorSpan(),
              plain(binary.left()),
              plain(binary.right()));
      case KqlExpression.Logical logical ->
          new KqlExpression.Logical(logical.span(), logical.operator(), each(logical.operands()));
      case KqlExpression.In in ->
          new KqlExpression.In(
              in.span(),
              in.operator(),
              in.operatorSpan(),
              plain(in.value()),
              each(in.candidates()));
      case KqlExpression.Between between ->
          new KqlExpression.Between(
              between.span(),
              between.negated(),
              plain(between.value()),
              plain(between.low()),
              plain(between.high()));
      case KqlExpression other -> other;
    };
  }

  private KqlExpression call(Call call) {
    List<Argument> arguments =
        call.arguments().stream()
            .map(a -> new Argument(a.span(), a.name(), plain(a.value())))
            .toList();
    Call plain = new Call(call.span(), call.function(), arguments);
    WindowFunction function = WindowFunction.named(call.function().text());
    boolean let = names.find(call.function().text()).isPresent();
    if (function == null || let) {
      return plain;
    }
    String hidden = HIDDEN + "w" + rows.fields().size();
    rows = new WindowLowering(binder).with(hidden, function, plain, rows, names);
    made++;
    return new Name(call.span(), hidden);
  }
}
