package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlTokens;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads the values of literals; one that says no value of its type is reported. */
final class LiteralReader {
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}");
  private static final Set<String> TRUE = Set.of("true", "1");
  private static final Set<String> FALSE = Set.of("false", "0");
  private static final int MOST_DECIMAL_DIGITS = 34;

  private final Diagnostics diagnostics;

  LiteralReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Literal literal(KqlGrammar.LiteralContext context) {
    Token token = context.getStart();
    Span span = TokenCheck.span(token).to(TokenCheck.span(context.getStop()));
    String text = token.getText();
    return switch (token.getType()) {
      case KqlTokens.STRING -> new Literal(span, KqlType.STRING, string(context.STRING()));
      case KqlTokens.LONG -> checked(span, KqlType.LONG, number(text, 64, false), text);
      case KqlTokens.REAL -> new Literal(span, KqlType.REAL, Double.valueOf(text));
      case KqlTokens.BOOL ->
          new Literal(span, KqlType.BOOL, TRUE.contains(text.toLowerCase(Locale.ROOT)));
      case KqlTokens.TIMESPAN -> checked(span, KqlType.TIMESPAN, KqlTime.timespan(text), text);
      default -> typed(span, text);
    };
  }

  /** The literal of a long with a minus before it, so that the least long can be written. */
  Literal negative(Span span, String digits) {
    return checked(span, KqlType.LONG, number(digits, 64, true), "-" + digits);
  }

  private Literal typed(Span span, String text) {
    int open = text.indexOf('(');
    KqlType type = KqlType.find(text.substring(0, open).strip()).orElseThrow();
    String inside = text.substring(open + 1, text.length() - 1).strip();
    if (inside.equals("null")) {
      return new Literal(span, type, null);
    }
    boolean quoted =
        inside.length() >= 2
            && (inside.charAt(0) == '"' || inside.charAt(0) == '\'')
            && inside.charAt(inside.length() - 1) == inside.charAt(0);
    String value = quoted ? inside.substring(1, inside.length() - 1) : inside;
    return checked(span, type, value(type, value), value);
  }

  private static @Nullable Object value(KqlType type, String text) {
    boolean minus = text.startsWith("-");
    return switch (type) {
      case BOOL -> bool(text.toLowerCase(Locale.ROOT));
      case INT -> {
        Long value = number(minus ? text.substring(1) : text, 32, minus);
        yield value == null ? null : Integer.valueOf(value.intValue());
      }
      case LONG -> number(minus ? text.substring(1) : text, 64, minus);
      case REAL -> real(text);
      case DECIMAL -> decimal(text);
      case DATETIME -> KqlTime.datetime(text);
      case TIMESPAN -> KqlTime.timespan(text);
      case GUID -> GUID.matcher(text).matches() ? UUID.fromString(text) : null;
      case STRING, DYNAMIC -> text;
    };
  }

  private Literal checked(Span span, KqlType type, @Nullable Object value, String text) {
    if (value == null) {
      String hint =
          Character.isLetter(text.isEmpty() ? ' ' : text.charAt(0))
              ? "convert with to" + type.keyword() + "(…)"
              : null;
      diagnostics.error(
          ErrorCode.SYNTAX, span, "'" + text + "' is no " + type.keyword() + " literal", hint);
    }
    return new Literal(span, type, value);
  }

  private static @Nullable Boolean bool(String text) {
    return TRUE.contains(text) ? Boolean.TRUE : FALSE.contains(text) ? Boolean.FALSE : null;
  }

  private static @Nullable Long number(String digits, int bits, boolean negative) {
    boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
    String plain = hexadecimal ? digits.substring(2) : digits;
    if (plain.isEmpty()
        || plain.length() > 40
        || !plain.chars().allMatch(c -> Character.digit(c, hexadecimal ? 16 : 10) >= 0)) {
      return null;
    }
    BigInteger value = new BigInteger(plain, hexadecimal ? 16 : 10);
    BigInteger signed = negative ? value.negate() : value;
    return signed.bitLength() < bits ? signed.longValue() : null;
  }

  private static @Nullable Double real(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "+inf", "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        BigDecimal value = decimal(text);
        yield value == null ? null : Double.valueOf(value.doubleValue());
      }
    };
  }

  private static @Nullable BigDecimal decimal(String text) {
    if (!text.matches("[+-]?\\d{1,400}(\\.\\d{0,400})?([eE][+-]?\\d{1,3})?")) {
      return null;
    }
    BigDecimal value = new BigDecimal(text);
    return value.precision() > MOST_DECIMAL_DIGITS
        ? value.round(new MathContext(MOST_DECIMAL_DIGITS))
        : value;
  }

  /** Strings side by side are one string. */
  String string(List<TerminalNode> tokens) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(string(token.getSymbol())));
    return text.toString();
  }

  /** What a string token stands for, the quotes and escapes taken away. */
  String string(Token token) {
    String text = token.getText();
    int from = text.charAt(0) == 'h' || text.charAt(0) == 'H' ? 1 : 0;
    char first = text.charAt(from);
    if (first == '`' || first == '~') {
      return text.substring(from + 3, text.length() - 3);
    }
    if (first == '@') {
      String quote = text.substring(from + 1, from + 2);
      return text.substring(from + 2, text.length() - 1).replace(quote + quote, quote);
    }
    return unescaped(text.substring(from + 1, text.length() - 1), token.getStartIndex() + from + 1);
  }

  private String unescaped(String text, int start) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char letter = text.charAt(++i);
      int digits = letter == 'u' ? 4 : letter == 'x' ? 2 : 0;
      int at = "abfnrtv\\\"'".indexOf(letter);
      if (Character.digit(letter, 8) >= 0) {
        int end = i + 1;
        while (end < text.length() && end < i + 3 && Character.digit(text.charAt(end), 8) >= 0) {
          end++;
        }
        plain.append((char) Integer.parseInt(text, i, end, 8));
        i = end - 1;
      } else if (digits > 0 && text.substring(i + 1).matches("(?s)\\p{XDigit}{" + digits + "}.*")) {
        plain.append((char) Integer.parseInt(text, i + 1, i + 1 + digits, 16));
        i += digits;
      } else if (at >= 0) {
        plain.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(at));
      } else {
        diagnostics.error(
            ErrorCode.SYNTAX,
            new Span(start + i - 1, start + i + 1),
            "Unknown escape '\\" + letter + "' in a string",
            "write \\\\" + letter + ", or the string as @'…'");
      }
    }
    return plain.toString();
  }
}
