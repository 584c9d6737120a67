package io.flowproof.query.lower.spl;

import io.flowproof.query.spl.Expression;

/**
 * A function of eval and where.
 *
 * @param name in lower case
 * @param least how many arguments at least
 * @param most how many arguments at most
 * @param about one line for documentation
 * @param lowering what it becomes
 */
record EvalFunction(String name, int least, int most, String about, Lowering lowering) {
  static final int ANY = Integer.MAX_VALUE;

  /** Makes the value of a call, whose number of arguments is right. */
  @FunctionalInterface
  interface Lowering {
    Value lower(Arguments arguments);
  }

  /** How the number of arguments reads in a message. */
  String arity() {
    if (most == ANY) {
      return "at least " + count(least);
    }
    return least == most ? count(least) : least + " to " + count(most);
  }

  private static String count(int number) {
    return number == 0 ? "no arguments" : number == 1 ? "1 argument" : number + " arguments";
  }

  /** The arguments of one call, lowered as they are asked for. */
  record Arguments(Expression.Call call, ExpressionLowering lowering) {

    /** How many there are. */
    int count() {
      return call.arguments().size();
    }

    /** The syntax of an argument. */
    Expression syntax(int index) {
      return call.arguments().get(index);
    }

    /** Any value. */
    Value any(int index) {
      return lowering.lower(syntax(index));
    }

    /** As text. */
    org.apache.calcite.rex.RexNode text(int index) {
      return scalars().toText(any(index));
    }

    /** As a double, null where it does not look like a number. */
    org.apache.calcite.rex.RexNode number(int index) {
      return scalars().toDouble(any(index));
    }

    /** As a condition. */
    org.apache.calcite.rex.RexNode condition(int index) {
      return lowering.condition(syntax(index));
    }

    /** The text of an argument that must be a string literal, else null and a problem. */
    @org.jspecify.annotations.Nullable
    String literal(int index, String what) {
      Value value = any(index);
      if (value.literal() != null) {
        return value.literal();
      }
      context()
          .error(
              io.flowproof.core.source.ErrorCode.UNSUPPORTED,
              syntax(index).span(),
              what + " must be a literal in '" + call.function() + "'",
              null);
      return null;
    }

    /** Shared tools. */
    SplContext context() {
      return lowering.context();
    }

    /** Splunk's conversions. */
    SplScalars scalars() {
      return lowering.context().scalars();
    }

    /** SQL's expressions. */
    io.flowproof.query.algebra.Scalars sql() {
      return lowering.context().sql();
    }

    /** The same value in a form that may be used many times. */
    Value once(Value value) {
      return lowering.row().once(value);
    }
  }
}
