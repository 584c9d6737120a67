package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.spl.grammar.SplSyntax.NameContext;
import io.flowproof.query.spl.grammar.SplSyntax.NamesContext;
import io.flowproof.query.spl.grammar.SplSyntax.OptionContext;
import io.flowproof.query.spl.grammar.SplTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** Reads what most commands share: names, options, counts. */
final class ArgumentReader {
  private final Body body;

  ArgumentReader(Body body) {
    this.body = body;
  }

  FieldName name(NameContext context) {
    Token token = context.getStart();
    boolean isBare = token.getType() == SplTokens.WORD || token.getType() == SplTokens.OVER;
    String text = isBare ? body.source(token) : body.unquoted(token);
    return new FieldName(text, body.span(token));
  }

  /** The names of a list; none when there is no list. */
  List<FieldName> names(@Nullable NamesContext context) {
    return context == null ? List.of() : context.name().stream().map(this::name).toList();
  }

  /** Reads options, of which the command knows {@code known}. */
  List<Option> options(List<OptionContext> contexts, String... known) {
    List<Option> options = new ArrayList<>();
    for (OptionContext context : contexts) {
      Option option = option(context);
      if (!List.of(known).contains(option.name())) {
        body.problems()
            .error(
                ErrorCode.ARGUMENT,
                body.span(context.WORD().getSymbol()),
                "'" + body.command() + "' has no option '" + option.name() + "'",
                optionHint(option.name(), List.of(known)));
      } else if (options.stream().anyMatch(o -> o.name().equals(option.name()))) {
        body.problems()
            .error(
                ErrorCode.ARGUMENT, option.span(), "Option '" + option.name() + "' is given twice");
      }
      options.add(option);
    }
    return options;
  }

  private static @Nullable String optionHint(String name, List<String> known) {
    String near = Suggestion.didYouMean(name, known);
    return near != null || known.isEmpty() ? near : "its options are " + String.join(", ", known);
  }

  /** An option of any name. */
  Option option(OptionContext context) {
    Span valueSpan = body.span(context.optionValue());
    Token first = context.optionValue().getStart();
    String value =
        first.getType() == SplTokens.STRING
            ? body.unquoted(first)
            : body.problems().source().slice(valueSpan);
    String name = body.source(context.WORD().getSymbol()).toLowerCase(Locale.ROOT);
    return new Option(name, value, valueSpan, body.span(context));
  }

  /** Takes a count from the front of {@code fields}, when there is one. */
  @Nullable Integer leadingNumber(List<FieldName> fields) {
    if (fields.isEmpty() || !isNumber(fields.getFirst())) {
      return null;
    }
    FieldName count = fields.removeFirst();
    return number(count.name(), count.span());
  }

  boolean isNumber(FieldName word) {
    return word.span().end() - word.span().start() == word.name().length()
        && word.name().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A whole number, 0 or more. */
  int number(String text, Span span) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, like a negative number.
    }
    throw missing(span, "Expected a whole number, found '" + text + "'");
  }

  /** Reports a word that should not be there. */
  void unexpected(FieldName word, String expected) {
    body.problems()
        .error(
            ErrorCode.SYNTAX,
            word.span(),
            "Unexpected '" + word.name() + "': '" + body.command() + "' takes " + expected);
  }

  /** Reports what is missing; the result is to be thrown. */
  ParseCancellationException missing(Span span, String message) {
    body.problems().error(ErrorCode.SYNTAX, span, message);
    return new ParseCancellationException();
  }
}
