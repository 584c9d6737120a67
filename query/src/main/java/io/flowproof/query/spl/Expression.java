package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;

/** An expression of eval and where. Parentheses leave no trace but the shape of the tree. */
public sealed interface Expression extends Spl {

  /** A number; the text is kept, since an integer prints differently from a decimal. */
  record NumberLiteral(String text, Span span) implements Expression {}

  /** A string, without quotes and escapes. */
  record StringLiteral(String value, Span span) implements Expression {}

  /** A field, written bare or in single quotes. */
  record Field(String name, Span span) implements Expression {}

  /**
   * A function call.
   *
   * @param function as it is written
   */
  record Call(String function, Span functionSpan, List<Expression> arguments, Span span)
      implements Expression {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code -x}. */
  record Negative(Expression operand, Span span) implements Expression {}

  /** {@code NOT x}. */
  record Not(Expression operand, Span span) implements Expression {}

  /** Arithmetic and concatenation. */
  record Arithmetic(Operator operator, Expression left, Expression right, Span span)
      implements Expression {
    /** The operators, loosest first. */
    public enum Operator {
      /** {@code .}: concatenates the texts of its operands. */
      CONCATENATE("."),
      /** {@code +}: adds numbers, concatenates otherwise. */
      ADD("+"),
      /** {@code -}. */
      SUBTRACT("-"),
      /** {@code *}. */
      MULTIPLY("*"),
      /** {@code /}: null when dividing by zero. */
      DIVIDE("/"),
      /** {@code %}. */
      MODULO("%");

      private final String text;

      Operator(String text) {
        this.text = text;
      }

      /** As it is written. */
      public String text() {
        return text;
      }
    }
  }

  /** A comparison: numbers and strings that look like numbers as numbers, the rest as text. */
  record Comparison(Comparator comparator, Expression left, Expression right, Span span)
      implements Expression {}

  /** {@code value LIKE pattern}, with {@code %} and {@code _}. */
  record Like(Expression value, Expression pattern, Span span) implements Expression {}

  /** {@code value IN (candidates)}, literally. */
  record In(Expression value, List<Expression> candidates, Span span) implements Expression {
    /** Copies the list. */
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /** At least two operands joined by the same operator. */
  record Logical(Logical.Junction junction, List<Expression> operands, Span span)
      implements Expression {
    /** The operators, loosest first. */
    public enum Junction {
      /** Exactly one of two. */
      XOR,
      /** One of them. */
      OR,
      /** All of them. */
      AND
    }

    /** Copies the list. */
    public Logical {
      operands = List.copyOf(operands);
    }
  }

  /** {@code $name$}: a value that a dashboard or a caller fills in. */
  record Token(String name, Span span) implements Expression {}

  /** A macro call in the place of an expression. */
  record Macro(MacroCall call, Span span) implements Expression {}

  /** A search in brackets, whose result becomes the value. */
  record Subsearch(Spl.Search search, Span span) implements Expression {}
}
