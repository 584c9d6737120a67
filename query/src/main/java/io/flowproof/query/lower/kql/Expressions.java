package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Binary;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.InOperator;
import io.flowproof.query.kql.KqlExpression.LogicalOperator;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds and lowers expressions in one {@link Scope}. */
final class Expressions {
  private final Binder binder;
  private final Scope scope;
  private final Environment names;
  private final Values values;
  private final Conversions conversions;
  private final Comparisons comparisons;
  private final Arithmetic arithmetic;
  private final TextOperators texts;
  private final Calls calls;

  Expressions(Binder binder, Scope scope, Environment names) {
    this.binder = binder;
    this.scope = scope;
    this.names = names;
    this.values = binder.values();
    this.conversions = new Conversions(values);
    this.comparisons = new Comparisons(binder, conversions);
    this.arithmetic = new Arithmetic(binder, conversions);
    this.texts = new TextOperators(binder, conversions);
    this.calls = new Calls(binder, this, names);
  }

  /** Over the rows that reach an operator. */
  static Expressions over(Binder binder, Rows rows, Environment names) {
    return new Expressions(binder, new RowScope(binder, rows, names.names()), names);
  }

  Conversions conversions() {
    return conversions;
  }

  Scope scope() {
    return scope;
  }

  /** The function of a call that gives several columns, or null. */
  @Nullable TupleFunction tuple(Call call) {
    String name = call.function().text();
    return names.find(name).isPresent() ? null : TupleFunction.named(name);
  }

  /** The columns that such a call gives. */
  List<Scalar> columns(TupleFunction function, Call call) {
    calls.checkCount(function.name(), function.least(), function.most(), call);
    return function.columns(calls.arguments(call)).stream()
        .map(value -> binder.bounded(value, call.span()))
        .toList();
  }

  /** The value of an expression. */
  Scalar lower(KqlExpression expression) {
    return binder.bounded(value(expression), expression.span());
  }

  private Scalar value(KqlExpression expression) {
    return switch (expression) {
      case KqlExpression.Literal literal -> literal(literal);
      case Name name -> name(name);
      case KqlExpression.Member member -> member(member);
      case KqlExpression.Element element -> element(element);
      case Call call -> calls.lower(call);
      case KqlExpression.TypeOf type ->
          new Scalar(values.scalars().text(type.type().keyword()), KqlType.STRING, type.type());
      case KqlExpression.Signed signed ->
          signed.negative()
              ? arithmetic.negated(lower(signed.operand()), signed.span())
              : lower(signed.operand());
      case Binary binary -> binary(binary, false);
      case KqlExpression.Logical logical -> logical(logical, false);
      case KqlExpression.In in -> in(in, false);
      case KqlExpression.Between between -> between(between);
      case KqlExpression.Broken broken -> throw new UnboundException();
      case KqlExpression.Star star -> throw binder.unsupported(star.span(), "'*' as a value");
      case KqlExpression.MemberCall call ->
          throw binder.unsupported(call.span(), "'" + call.call().function().text() + "()' here");
      case KqlExpression.Tabular tabular ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              tabular.span(),
              "A table is here, and a value is needed",
              "take its first value with toscalar(…)");
    };
  }

  /**
   * A condition whose rows are kept where it is true: a bool.
   *
   * @param place what the message calls it, such as {@code 'where'}
   */
  RexNode condition(KqlExpression expression, String place) {
    Scalar condition =
        switch (expression) {
          case KqlExpression.Logical logical -> logical(logical, true);
          case Binary binary -> binary(binary, true);
          case KqlExpression.In in -> in(in, true);
          case KqlExpression other -> lower(other);
        };
    return bool(condition, expression.span(), place).rex();
  }

  private Scalar bool(Scalar condition, Span span, String place) {
    if (condition.type() == KqlType.BOOL) {
      return condition;
    }
    if (condition.type() == KqlType.DYNAMIC) {
      return conversions.to(KqlType.BOOL, condition);
    }
    throw binder.problem(
        ErrorCode.TYPE_MISMATCH,
        span,
        "%s takes a bool, and this is %s".formatted(place, Binder.a(condition.type())));
  }

  private Scalar literal(KqlExpression.Literal literal) {
    if (literal.type() == KqlType.DECIMAL) {
      binder.context().notice(literal.span(), "Decimals are computed as reals, to 15 digits");
      return values.constant(
          KqlType.REAL, literal.value() instanceof BigDecimal exact ? exact.doubleValue() : null);
    }
    return values.constant(literal.type(), literal.value());
  }

  private Scalar name(Name name) {
    Optional<Scalar> column = scope.column(name);
    if (column.isPresent()) {
      return column.get();
    }
    return switch (names.find(name.text()).orElse(null)) {
      case null -> throw scope.unknown(name);
      case Environment.Value value -> value.scalar();
      case Environment.Broken broken -> throw new UnboundException();
      case Environment.Function function -> calls.lower(new Call(name.span(), name, List.of()));
      case Environment.RowValue value ->
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              name.span(),
              "'" + name.text() + "' differs from row to row, and a table cannot use it",
              "join the tables instead");
      case Environment.Table table -> throw notAScalar(name, "a table");
      case Environment.Given given -> throw notAScalar(name, "a table");
    };
  }

  private UnboundException notAScalar(Name name, String what) {
    return binder.problem(
        ErrorCode.TYPE_MISMATCH,
        name.span(),
        "'%s' is %s, and a value is needed".formatted(name.text(), what));
  }

  private Scalar member(KqlExpression.Member member) {
    Optional<Scalar> side = scope.column(member);
    if (side.isPresent()) {
      return side.get();
    }
    Scalar target = dynamic(lower(member.target()), member.span());
    return path(target, "$.\"" + member.name().text().replace("\"", "\\\"") + "\"");
  }

  private Scalar element(KqlExpression.Element element) {
    List<Scalar> parts =
        binder.all(List.of(() -> lower(element.target()), () -> lower(element.index())));
    Scalar target = dynamic(parts.get(0), element.span());
    Scalar index = parts.get(1);
    if (index.constant() instanceof String key) {
      return path(target, "$.\"" + key.replace("\"", "\\\"") + "\"");
    }
    if (index.constant() instanceof Number at) {
      return path(target, at.longValue() < 0 ? "$[#" + at + "]" : "$[" + at + "]");
    }
    return computed(target, index, element.index().span());
  }

  /** An element whose place or key is not known before. */
  private Scalar computed(Scalar target, Scalar index, Span span) {
    String place = "CASE WHEN {1} < 0 THEN '$[#' || {1} || ']' ELSE '$[' || {1} || ']' END";
    String key = "'$.\"' || replace({1}, '\"', '\\\"') || '\"'";
    Scalar at = index;
    if (index.type() == KqlType.DYNAMIC) {
      at = conversions.text(index);
      place =
          "CASE WHEN regexp_full_match({1}, '[0-9]+') AND json_type({0}) = 'ARRAY' THEN '$[' || {1} || ']' ELSE "
              + key
              + " END";
    } else if (index.type() == KqlType.STRING) {
      place = key;
    } else if (!index.isInteger()) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "An index is an integer or a string, and this is " + Binder.a(index.type()));
    }
    return values.call(
        KqlType.DYNAMIC,
        "JSON_ELEMENT",
        "nullif(CAST(json_extract({0}, " + place + ") AS VARCHAR), 'null')",
        target,
        at);
  }

  private Scalar dynamic(Scalar target, Span span) {
    if (target.type() != KqlType.DYNAMIC) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          Binder.a(target.type()) + " has no members",
          target.type() == KqlType.STRING ? "read it with parse_json(…)" : null);
    }
    return target;
  }

  /** What lies at a JSON path; what is not there, and JSON's null, are null. */
  private Scalar path(Scalar target, String path) {
    return values.call(
        KqlType.DYNAMIC,
        "JSON_PATH",
        "nullif(CAST(json_extract({0}, {1}) AS VARCHAR), 'null')",
        target,
        values.text(path));
  }

  private Scalar binary(Binary binary, boolean filters) {
    if (binary.left() instanceof KqlExpression.Star star && !scope.columns().isEmpty()) {
      return anyColumn(star, binary);
    }
    List<Scalar> sides =
        binder.all(List.of(() -> lower(binary.left()), () -> lower(binary.right())));
    Scalar left = sides.get(0);
    Scalar right = sides.get(1);
    BinaryOperator operator = binary.operator();
    Span span = binary.operatorSpan();
    return switch (operator.group()) {
      case EQUALITY -> {
        boolean negated = operator == BinaryOperator.NOT_EQUAL;
        yield filters && !negated
            ? comparisons.filteringEquality(left, right, span)
            : comparisons.equality(left, right, negated, span);
      }
      case ORDER -> comparisons.order(operator, left, right, span);
      case SUM, PRODUCT -> arithmetic.apply(operator, left, right, span);
      case STRING -> texts.apply(operator, left, right, span);
    };
  }

  /** {@code * has "x"}: true when it is of some column, each read as text. */
  private Scalar anyColumn(KqlExpression.Star star, Binary binary) {
    Scalar right = lower(binary.right());
    List<Supplier<RexNode>> work = new ArrayList<>();
    for (String name : scope.columns()) {
      work.add(
          () -> {
            Scalar column = conversions.text(name(new Name(star.span(), name)));
            return binary.operator().group() == BinaryOperator.Group.EQUALITY
                ? comparisons
                    .equality(
                        column,
                        right,
                        binary.operator() == BinaryOperator.NOT_EQUAL,
                        binary.operatorSpan())
                    .rex()
                : texts.apply(binary.operator(), column, right, binary.operatorSpan()).rex();
          });
    }
    return values.bool(values.scalars().or(binder.all(work)));
  }

  private Scalar logical(KqlExpression.Logical logical, boolean filters) {
    String place = "'" + logical.operator().word() + "'";
    List<Supplier<RexNode>> work = new ArrayList<>();
    for (KqlExpression operand : logical.operands()) {
      work.add(
          () ->
              filters
                  ? condition(operand, place)
                  : bool(lower(operand), operand.span(), place).rex());
    }
    List<RexNode> operands = binder.all(work);
    return values.bool(
        logical.operator() == LogicalOperator.AND
            ? values.scalars().and(operands)
            : values.scalars().or(operands));
  }

  private Scalar between(KqlExpression.Between between) {
    List<Scalar> parts =
        binder.all(
            List.of(
                () -> lower(between.value()),
                () -> lower(between.low()),
                () -> lower(between.high())));
    return comparisons.between(
        parts.get(0), parts.get(1), parts.get(2), between.negated(), between.span());
  }

  private Scalar in(KqlExpression.In in, boolean filters) {
    Membership membership = new Membership(binder, conversions, comparisons, texts, filters);
    if (in.candidates().size() == 1 && isTable(in.candidates().getFirst())) {
      List<Object> sides =
          binder.all(
              List.of(
                  () -> lower(in.value()),
                  () -> new TableValues(binder).list(in.candidates().getFirst(), names)));
      return membership.test(
          in.operator(),
          (Scalar) sides.get(0),
          (TableValues.Column) sides.get(1),
          in.operatorSpan());
    }
    List<Supplier<List<Scalar>>> work = new ArrayList<>();
    work.add(() -> List.of(lower(in.value())));
    for (KqlExpression candidate : in.candidates()) {
      work.add(() -> candidates(candidate));
    }
    List<List<Scalar>> all = binder.all(work);
    Scalar value = all.getFirst().getFirst();
    List<Scalar> candidates = all.subList(1, all.size()).stream().flatMap(List::stream).toList();
    if (candidates.size() == 1 && isArray(candidates.getFirst())) {
      return membership.test(in.operator(), value, candidates.getFirst(), in.operatorSpan());
    }
    return membership.test(in.operator(), value, candidates, in.operatorSpan());
  }

  private static boolean isArray(Scalar value) {
    return value.type() == KqlType.DYNAMIC && value.constant() == null;
  }

  /** The values of a list; a dynamic array that is known stands for its elements. */
  private List<Scalar> candidates(KqlExpression candidate) {
    if (isTable(candidate)) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          candidate.span(),
          "A table is here, and a value is needed",
          "a table is a list by itself");
    }
    Scalar value = lower(candidate);
    if (value.type() == KqlType.DYNAMIC && value.constant() instanceof String json) {
      return JsonArray.elements(json)
          .map(elements -> elements.stream().map(e -> values.constant(typeOf(e), e)).toList())
          .orElse(List.of(value));
    }
    return List.of(value);
  }

  /** A name that is a column is none. */
  private boolean isTable(KqlExpression candidate) {
    return new Tabularity(binder).isTable(candidate, names)
        && !(candidate instanceof Name name && scope.column(name).isPresent());
  }

  private static KqlType typeOf(Object element) {
    return switch (element) {
      case Long number -> KqlType.LONG;
      case Double number -> KqlType.REAL;
      case Boolean flag -> KqlType.BOOL;
      case Object text -> KqlType.STRING;
    };
  }

  /** True for the operators that say no. */
  static boolean isNegated(InOperator operator) {
    return operator == InOperator.NOT_IN || operator == InOperator.NOT_IN_ANY_CASE;
  }
}
