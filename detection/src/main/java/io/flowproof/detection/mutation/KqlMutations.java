package io.flowproof.detection.mutation;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.detection.proof.Robustness.Kind;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.InOperator;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlPrinter;
import io.flowproof.query.kql.KqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What can be changed at a node of KQL's syntax tree. */
final class KqlMutations {
  private static final Map<BinaryOperator, BinaryOperator> COMPARISONS =
      Map.of(
          BinaryOperator.EQUAL, BinaryOperator.NOT_EQUAL,
          BinaryOperator.NOT_EQUAL, BinaryOperator.EQUAL,
          BinaryOperator.LESS, BinaryOperator.LESS_EQUAL,
          BinaryOperator.LESS_EQUAL, BinaryOperator.LESS,
          BinaryOperator.GREATER, BinaryOperator.GREATER_EQUAL,
          BinaryOperator.GREATER_EQUAL, BinaryOperator.GREATER,
          BinaryOperator.EQUAL_ANY_CASE, BinaryOperator.NOT_EQUAL_ANY_CASE,
          BinaryOperator.NOT_EQUAL_ANY_CASE, BinaryOperator.EQUAL_ANY_CASE);
  private static final Map<InOperator, InOperator> MEMBERSHIPS =
      Map.of(
          InOperator.IN, InOperator.NOT_IN,
          InOperator.NOT_IN, InOperator.IN,
          InOperator.IN_ANY_CASE, InOperator.NOT_IN_ANY_CASE,
          InOperator.NOT_IN_ANY_CASE, InOperator.IN_ANY_CASE);
  private static final Map<String, String> AGGREGATES =
      Map.of(
          "sum", "max",
          "sumif", "maxif",
          "max", "min",
          "min", "max",
          "avg", "max",
          "dcount", "count",
          "dcountif", "countif",
          "countif", "count",
          "arg_max", "arg_min",
          "arg_min", "arg_max");
  private static final Map<String, String> JOINS =
      Map.of(
          "inner", "leftouter",
          "innerunique", "leftouter",
          "leftouter", "inner",
          "leftanti", "leftsemi",
          "leftsemi", "leftanti",
          "rightanti", "rightsemi",
          "rightsemi", "rightanti",
          "fullouter", "inner",
          "rightouter", "inner");

  private final SourceText source;

  KqlMutations(SourceText source) {
    this.source = source;
  }

  /** The edits of one node, which does not look above or below its parts. */
  List<Edit> of(Record node) {
    return switch (node) {
      case Kql.Let let when let.value() instanceof KqlExpression.Literal literal ->
          constants(literal, true, other -> new Kql.Let(let.span(), let.name(), other));
      case KqlExpression.Binary binary -> comparison(binary);
      case KqlExpression.Between between -> between(between);
      case KqlExpression.In in -> membership(in);
      case KqlExpression.Logical logical -> conditions(logical);
      case KqlExpression.Literal literal when literal.type() == KqlType.TIMESPAN ->
          windows(literal, other -> other);
      case KqlExpression.Literal literal when literal.type() == KqlType.DYNAMIC -> list(literal);
      case KqlExpression.Call call -> aggregate(call);
      case Kql.Pipeline pipeline -> stages(pipeline);
      case KqlOperator.Summarize summarize -> keys(summarize);
      case KqlOperator.Join join -> kind(join);
      case Record _ -> List.of();
    };
  }

  /** Numbers by one; {@code ordered} says whether they stand for an amount or for one value. */
  private List<Edit> constants(
      KqlExpression.Literal literal, boolean ordered, Function<KqlExpression.Literal, Record> in) {
    List<Edit> edits = new ArrayList<>();
    if (literal.value() instanceof Number number && isNumber(literal.type())) {
      for (BigDecimal other : Numbers.beside(new BigDecimal(number.toString()))) {
        KqlExpression.Literal changed =
            new KqlExpression.Literal(literal.span(), literal.type(), typed(other, number));
        edits.add(
            edit(
                ordered ? Kind.THRESHOLD : Kind.SET,
                literal.span(),
                KqlPrinter.print(changed),
                in.apply(changed)));
      }
    }
    return edits;
  }

  private static boolean isNumber(KqlType type) {
    return switch (type) {
      case INT, LONG, REAL, DECIMAL -> true;
      case BOOL, DATETIME, DYNAMIC, GUID, STRING, TIMESPAN -> false;
    };
  }

  private static Number typed(BigDecimal value, Number like) {
    return switch (like) {
      case Integer _ -> value.intValueExact();
      case Long _ -> value.longValueExact();
      case Double _ -> value.doubleValue();
      case Number _ -> value;
    };
  }

  private List<Edit> comparison(KqlExpression.Binary binary) {
    List<Edit> edits = new ArrayList<>();
    BinaryOperator other = COMPARISONS.get(binary.operator());
    if (other == null) {
      return edits;
    }
    edits.add(
        new Edit(
            Kind.COMPARISON,
            binary.operatorSpan(),
            source.slice(binary.span()),
            KqlPrinter.print(binary.left())
                + " "
                + other.word()
                + " "
                + KqlPrinter.print(binary.right()),
            with(binary, other, binary.left(), binary.right())));
    boolean ordered = binary.operator().group() == BinaryOperator.Group.ORDER;
    if (binary.right() instanceof KqlExpression.Literal literal) {
      edits.addAll(
          constants(literal, ordered, l -> with(binary, binary.operator(), binary.left(), l)));
    }
    if (binary.left() instanceof KqlExpression.Literal literal) {
      edits.addAll(
          constants(literal, ordered, l -> with(binary, binary.operator(), l, binary.right())));
    }
    return edits;
  }

  private static KqlExpression.Binary with(
      KqlExpression.Binary binary,
      BinaryOperator operator,
      KqlExpression left,
      KqlExpression right) {
    return new KqlExpression.Binary(binary.span(), operator, binary.operatorSpan(), left, right);
  }

  private List<Edit> between(KqlExpression.Between between) {
    List<Edit> edits = new ArrayList<>();
    if (between.low() instanceof KqlExpression.Literal low) {
      edits.addAll(
          constants(
              low,
              true,
              other ->
                  new KqlExpression.Between(
                      between.span(), between.negated(), between.value(), other, between.high())));
    }
    if (between.high() instanceof KqlExpression.Literal high) {
      edits.addAll(
          constants(
              high,
              true,
              other ->
                  new KqlExpression.Between(
                      between.span(), between.negated(), between.value(), between.low(), other)));
    }
    KqlExpression.Between turned =
        new KqlExpression.Between(
            between.span(), !between.negated(), between.value(), between.low(), between.high());
    edits.add(edit(Kind.COMPARISON, between.span(), KqlPrinter.print(turned), turned));
    return edits;
  }

  private List<Edit> membership(KqlExpression.In in) {
    List<Edit> edits = new ArrayList<>();
    InOperator other = MEMBERSHIPS.get(in.operator());
    if (other != null) {
      KqlExpression.In turned =
          new KqlExpression.In(in.span(), other, in.operatorSpan(), in.value(), in.candidates());
      edits.add(edit(Kind.COMPARISON, in.span(), KqlPrinter.print(turned), turned));
    }
    for (int i = 0; i < in.candidates().size() && in.candidates().size() > 1; i++) {
      if (in.candidates().get(i) instanceof KqlExpression.Literal dropped) {
        List<KqlExpression> rest = new ArrayList<>(in.candidates());
        rest.remove(i);
        edits.add(
            edit(
                Kind.SET,
                dropped.span(),
                "(gone)",
                new KqlExpression.In(
                    in.span(), in.operator(), in.operatorSpan(), in.value(), rest)));
      }
    }
    return edits;
  }

  /** The elements of a list that is written as {@code dynamic([…])}. */
  private List<Edit> list(KqlExpression.Literal literal) {
    List<Edit> edits = new ArrayList<>();
    for (JsonLists.Without without : JsonLists.without(String.valueOf(literal.value()))) {
      edits.add(
          new Edit(
              Kind.SET,
              literal.span(),
              without.element(),
              "(gone)",
              new KqlExpression.Literal(literal.span(), literal.type(), without.rest())));
    }
    return edits;
  }

  private List<Edit> conditions(KqlExpression.Logical logical) {
    List<Edit> edits = new ArrayList<>();
    List<KqlExpression> operands = logical.operands();
    for (int i = 0; i < operands.size(); i++) {
      KqlExpression operand = operands.get(i);
      List<KqlExpression> rest = new ArrayList<>(operands);
      rest.remove(i);
      edits.add(
          edit(
              Kind.DROPPED_CONDITION,
              operand.span(),
              "(gone)",
              rest.size() == 1 ? (Record) rest.getFirst() : with(logical, rest)));
      if (isNegatable(operand)) {
        List<KqlExpression> turned = new ArrayList<>(operands);
        turned.set(i, not(operand));
        edits.add(
            edit(
                Kind.NEGATED_CONDITION,
                operand.span(),
                KqlPrinter.print(not(operand)),
                with(logical, turned)));
      }
    }
    return edits;
  }

  private static KqlExpression.Logical with(
      KqlExpression.Logical logical, List<KqlExpression> operands) {
    return new KqlExpression.Logical(logical.span(), logical.operator(), operands);
  }

  /** Comparisons that are turned round are mutants already. */
  private static boolean isNegatable(KqlExpression condition) {
    return switch (condition) {
      case KqlExpression.Binary binary ->
          binary.operator().group() != BinaryOperator.Group.EQUALITY;
      case KqlExpression.In in -> !MEMBERSHIPS.containsKey(in.operator());
      case KqlExpression.Between _ -> false;
      case KqlExpression _ -> true;
    };
  }

  private static KqlExpression not(KqlExpression condition) {
    if (condition instanceof KqlExpression.Call call && call.function().text().equals("not")) {
      return call.arguments().getFirst().value();
    }
    Span span = condition.span();
    return new KqlExpression.Call(
        span,
        new KqlExpression.Name(span, "not"),
        List.of(new KqlExpression.Argument(span, null, condition)));
  }

  private List<Edit> windows(
      KqlExpression.Literal literal, Function<KqlExpression.Literal, Record> in) {
    List<Edit> edits = new ArrayList<>();
    if (literal.value() instanceof Long ticks && ticks > 1) {
      for (long other : new long[] {ticks * 2, ticks / 2}) {
        KqlExpression.Literal changed =
            new KqlExpression.Literal(literal.span(), literal.type(), other);
        edits.add(edit(Kind.WINDOW, literal.span(), KqlPrinter.print(changed), in.apply(changed)));
      }
    }
    return edits;
  }

  private List<Edit> aggregate(KqlExpression.Call call) {
    String other = AGGREGATES.get(call.function().text());
    if (other == null) {
      return List.of();
    }
    List<KqlExpression.Argument> arguments =
        switch (other) {
          case "count" -> List.of();
          case "countif" -> call.arguments().subList(1, Math.min(2, call.arguments().size()));
          default -> call.arguments();
        };
    KqlExpression.Call changed =
        new KqlExpression.Call(
            call.span(), new KqlExpression.Name(call.function().span(), other), arguments);
    return List.of(edit(Kind.AGGREGATE, call.span(), KqlPrinter.print(changed), changed));
  }

  /** A where with one condition goes as a whole. */
  private List<Edit> stages(Kql.Pipeline pipeline) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < pipeline.operators().size(); i++) {
      if (pipeline.operators().get(i) instanceof KqlOperator.Where where
          && pipeline.operators().size() > 1) {
        List<KqlOperator> rest = new ArrayList<>(pipeline.operators());
        if (!(where.predicate() instanceof KqlExpression.Logical logical
            && logical.operator() == KqlExpression.LogicalOperator.AND)) {
          rest.remove(i);
          edits.add(
              edit(
                  Kind.DROPPED_CONDITION,
                  where.predicate().span(),
                  "(gone)",
                  new Kql.Pipeline(pipeline.span(), rest)));
        }
        if (!(where.predicate() instanceof KqlExpression.Logical)
            && isNegatable(where.predicate())) {
          List<KqlOperator> turned = new ArrayList<>(pipeline.operators());
          turned.set(i, new KqlOperator.Where(where.span(), not(where.predicate())));
          edits.add(
              edit(
                  Kind.NEGATED_CONDITION,
                  where.predicate().span(),
                  KqlPrinter.print(not(where.predicate())),
                  new Kql.Pipeline(pipeline.span(), turned)));
        }
      }
    }
    return edits;
  }

  private List<Edit> keys(KqlOperator.Summarize summarize) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < summarize.by().size() && summarize.by().size() > 1; i++) {
      List<Kql.NamedExpression> rest = new ArrayList<>(summarize.by());
      Kql.NamedExpression dropped = rest.remove(i);
      edits.add(
          edit(
              Kind.GROUP_KEY,
              dropped.span(),
              "(gone)",
              new KqlOperator.Summarize(
                  summarize.span(), summarize.hints(), summarize.aggregates(), rest)));
    }
    return edits;
  }

  private List<Edit> kind(KqlOperator.Join join) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < join.options().size(); i++) {
      Kql.Option option = join.options().get(i);
      if (option.name().equals("kind")) {
        String other = JOINS.get(option.word());
        if (other != null) {
          List<Kql.Option> options = new ArrayList<>(join.options());
          options.set(
              i,
              new Kql.Option(
                  option.span(),
                  option.name(),
                  new KqlExpression.Name(option.value().span(), other)));
          edits.add(
              edit(
                  Kind.JOIN_KIND,
                  option.span(),
                  "kind=" + other,
                  new KqlOperator.Join(
                      join.span(), options, join.right(), join.on(), join.where())));
        }
      }
    }
    return edits;
  }

  private Edit edit(Kind kind, Span span, String after, Record node) {
    return new Edit(kind, span, source.slice(span), after, node);
  }
}
