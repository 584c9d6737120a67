package io.flowproof.query.kql;

import io.flowproof.core.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What gives a value: a scalar, or (as {@link Tabular} or a name) rows. Parentheses leave no node;
 * the tree has the precedence they made.
 */
public sealed interface KqlExpression extends Kql {

  /**
   * A value written out.
   *
   * @param type its type
   * @param value {@link Boolean}, {@link Integer} (int), {@link Long} (long, and ticks of datetime
   *     and timespan), {@link Double} (real), {@link java.math.BigDecimal} (decimal), {@link
   *     String} (string, canonical JSON of dynamic), {@link java.util.UUID} (guid), or null for a
   *     typed null
   */
  record Literal(Span span, KqlType type, @Nullable Object value) implements KqlExpression {}

  /** A column, table, or name from a {@code let}; {@code ['a b']} is the name {@code a b}. */
  record Name(Span span, String text) implements KqlExpression {}

  /** {@code target.name}: a member of a dynamic, a column of {@code $left}, a remote table. */
  record Member(Span span, KqlExpression target, Name name) implements KqlExpression {}

  /** {@code target[index]}: an element of an array or a member of an object. */
  record Element(Span span, KqlExpression target, KqlExpression index) implements KqlExpression {}

  /** {@code function(arguments)}. */
  record Call(Span span, Name function, List<Argument> arguments) implements KqlExpression {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code target.function(arguments)}, such as {@code cluster('c').database('d')}. */
  record MemberCall(Span span, KqlExpression target, Call call) implements KqlExpression {}

  /** One argument; {@code name = value} has a name. */
  record Argument(Span span, @Nullable Name name, KqlExpression value) implements Kql {}

  /** {@code *}, every column. */
  record Star(Span span) implements KqlExpression {}

  /** {@code typeof(long)}. */
  record TypeOf(Span span, KqlType type) implements KqlExpression {}

  /**
   * {@code -operand} or {@code +operand}. A minus before a number literal is part of the literal.
   */
  record Signed(Span span, boolean negative, KqlExpression operand) implements KqlExpression {}

  /**
   * Two operands and a sign or word between them.
   *
   * @param operatorSpan where that sign or word is
   */
  record Binary(
      Span span,
      BinaryOperator operator,
      Span operatorSpan,
      KqlExpression left,
      KqlExpression right)
      implements KqlExpression {}

  /** {@code a and b and c}, or the same with {@code or}: two operands at least. */
  record Logical(Span span, LogicalOperator operator, List<KqlExpression> operands)
      implements KqlExpression {
    /** Copies the list. */
    public Logical {
      operands = List.copyOf(operands);
    }
  }

  /**
   * {@code value in (candidates)} and its kin.
   *
   * @param operatorSpan where the word is
   * @param candidates values, or one tabular expression, or one dynamic array
   */
  record In(
      Span span,
      InOperator operator,
      Span operatorSpan,
      KqlExpression value,
      List<KqlExpression> candidates)
      implements KqlExpression {
    /** Copies the list. */
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /** {@code value between (low .. high)}, both ends included; negated with {@code !between}. */
  record Between(
      Span span, boolean negated, KqlExpression value, KqlExpression low, KqlExpression high)
      implements KqlExpression {}

  /** A pipeline where a value may stand: an argument, a right side of a join, a let. */
  record Tabular(Span span, Pipeline pipeline) implements KqlExpression {}

  /** What could not be read; the problem was reported. */
  record Broken(Span span) implements KqlExpression {}

  /** {@code and}, {@code or}. */
  enum LogicalOperator {
    /** Both; {@code and} binds tighter than {@code or}. */
    AND("and", 2),
    /** Either. */
    OR("or", 1);

    private final String word;
    private final int precedence;

    LogicalOperator(String word, int precedence) {
      this.word = word;
      this.precedence = precedence;
    }

    /** As it is written. */
    public String word() {
      return word;
    }

    /** Greater binds tighter. */
    int precedence() {
      return precedence;
    }
  }

  /** The operators with a list on the right. */
  enum InOperator {
    /** Equal to one of them. */
    IN("in"),
    /** Equal to none. */
    NOT_IN("!in"),
    /** Equal to one without regard to case. */
    IN_ANY_CASE("in~"),
    /** Equal to none without regard to case. */
    NOT_IN_ANY_CASE("!in~"),
    /** Has one of them as a term. */
    HAS_ANY("has_any"),
    /** Has all of them as terms. */
    HAS_ALL("has_all");

    private final String word;

    InOperator(String word) {
      this.word = word;
    }

    /** As it is written. */
    public String word() {
      return word;
    }
  }
}
