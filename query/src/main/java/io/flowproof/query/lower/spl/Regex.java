package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.Pcre;
import io.flowproof.query.function.RegexFunctions;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a search. A plain one runs in the engine, whose own cannot run long; one
 * with anything that only PCRE has runs in Java, with a deadline.
 */
final class Regex {
  /** What both engines read alike. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:[^\\\\()\\[\\]{}?*+$]|\\\\[dDwWsS.\\\\/\\-:|(){}\\[\\]^$*+?]|\\((?!\\?)|\\(\\?:|\\)"
              + "|\\[\\^?(?:[^\\\\\\[\\]&]|\\\\[dwsDWS.\\-/])+]|[?*+](?![?*+])|[*+?]\\?(?![?*+]))*");

  private static final EngineFunction PLAIN_MATCHES =
      EngineFunction.named("regexp_matches", Types.BOOLEAN);
  private static final EngineFunction PLAIN_REPLACE =
      new EngineFunction(
          "REPLACE_ALL",
          Types.TEXT,
          TextLength.limited(
              "(length({0}) + 1) * (length({2}) + 1) / 16", "regexp_replace({0}, {1}, {2}, 'g')"));

  private final Scalars sql;
  private final RexNode regex;
  private final RexNode place;
  private final boolean isPlain;
  private final @Nullable Pcre compiled;

  private Regex(
      Scalars sql, RexNode regex, String place, boolean isPlain, @Nullable Pcre compiled) {
    this.sql = sql;
    this.regex = regex;
    this.place = sql.text(place);
    this.isPlain = isPlain;
    this.compiled = compiled;
  }

  /** An argument of a function: a literal is checked now, anything else when it is met. */
  static Regex of(Arguments arguments, int index) {
    Value value = arguments.any(index);
    Span span = arguments.syntax(index).span();
    SplContext context = arguments.context();
    return value.literal() != null
        ? of(value.literal(), span, context)
        : new Regex(
            context.sql(),
            arguments.lowering().row().once(context.scalars().toText(value)),
            context.place(span),
            false,
            null);
  }

  /** A literal; what is wrong with it is reported, and the result then matches nothing. */
  static Regex of(String text, Span span, SplContext context) {
    Pcre compiled = null;
    try {
      compiled = Pcre.of(text);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      context.error(
          message.startsWith("Not supported") ? ErrorCode.UNSUPPORTED : ErrorCode.ARGUMENT,
          span,
          message,
          null);
    }
    return new Regex(
        context.sql(),
        context.sql().text(text),
        context.place(span),
        PLAIN.matcher(text).matches(),
        compiled);
  }

  /** Whether it was read without a problem. */
  boolean isValid() {
    return compiled != null;
  }

  /** The named groups with their numbers; none of an expression that is no literal. */
  Map<String, Integer> names() {
    return compiled == null ? Map.of() : compiled.names();
  }

  /** How many groups it has. */
  int groups() {
    return compiled == null ? 0 : compiled.groups();
  }

  /** Whether it matches somewhere in a text. */
  RexNode matches(RexNode text) {
    return isPlain
        ? sql.call(PLAIN_MATCHES, text, regex)
        : sql.call(RegexFunctions.MATCHES, text, regex, place);
  }

  /** A text with every match replaced. */
  RexNode replaced(RexNode text, RexNode with) {
    return isPlain
        ? sql.call(PLAIN_REPLACE, text, regex, with)
        : sql.call(RegexFunctions.REPLACE, text, regex, with, place);
  }

  /** A group of the first match; null where nothing matches or the group took no part. */
  RexNode group(RexNode text, int group) {
    return sql.call(RegexFunctions.GROUP, text, regex, sql.number(group), place);
  }

  /** A group of the first matches, as several values. */
  RexNode groups(RexNode text, int group, int most, SplContext context) {
    return Multivalue.ofJson(
        sql.call(RegexFunctions.GROUPS, text, regex, sql.number(group), sql.number(most), place),
        context);
  }

  /** Where the named groups of the first match are. */
  RexNode offsets(RexNode text) {
    return sql.call(RegexFunctions.OFFSETS, text, regex, place);
  }
}
