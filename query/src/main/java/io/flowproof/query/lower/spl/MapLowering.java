package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code map} ("map", Search Reference): a search for each row, ten at most unless {@code
 * maxsearches} says another number, with values of the row in the place of {@code $field$}; what
 * they find, one after the other. The rows are found by a query that runs now. A value stands in
 * the search as a value: outside of quotes one that is no plain word is put into quotes, so that no
 * data can end a term and begin a command.
 */
final class MapLowering {
  private static final int DEFAULT_SEARCHES = 10;
  private static final int MOST_SEARCHES = 100;
  private static final Pattern TOKEN = Pattern.compile("\\$([a-zA-Z_][a-zA-Z0-9_.:]*)\\$");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z0-9_.:@/+-]+");
  private static final String SERIAL = "_serial_id";

  private final Combination.Map command;
  private final SplContext context;

  MapLowering(Combination.Map command, SplContext context) {
    this.command = command;
    this.context = context;
  }

  Relation<SplType> lower(Relation<SplType> input) {
    int most = DEFAULT_SEARCHES;
    for (Option option : command.options()) {
      most = Options.number(option, 1, MOST_SEARCHES, context);
    }
    List<List<@Nullable Object>> rows = rows(input, most);
    if (rows.isEmpty()) {
      return context.algebra().filter(input, context.sql().bool(false));
    }
    if (rows.size() > most) {
      rows = rows.subList(0, most);
      context.notice(
          command.span(),
          String.format(
              Locale.ROOT,
              "map searched for the first %,d rows only, as Splunk does (maxsearches=N takes more)",
              most));
    }
    List<Relation<SplType>> found = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Relation<SplType> one = search(values(input, rows.get(i), i + 1));
      if (one != null) {
        found.add(one);
      }
    }
    return found.isEmpty()
        ? context.algebra().filter(input, context.sql().bool(false))
        : Stack.of(found, context);
  }

  /** The values of the fields as texts, one row more than are searched for. */
  private List<List<@Nullable Object>> rows(Relation<SplType> input, int most) {
    if (!context.shared().diagnostics().isEmpty()) {
      return List.of();
    }
    Row row = new Row(context.algebra(), input);
    List<Output<SplType>> texts = new ArrayList<>();
    for (Field<SplType> field : input.fields()) {
      texts.add(
          new Output<>(field.name(), context.scalars().toText(row.value(field)), SplType.TEXT));
    }
    Relation<SplType> shown = context.algebra().project(row.relation(), texts);
    return PriorRows.of(
            context.algebra().finish(context.algebra().limit(shown, most + 1L)),
            "The searches of 'map'",
            command.span(),
            context)
        .orElse(List.of());
  }

  private static Map<String, @Nullable Object> values(
      Relation<SplType> input, List<@Nullable Object> row, int number) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < input.fields().size(); i++) {
      values.put(input.fields().get(i).name(), row.get(i));
    }
    values.put(SERIAL, number);
    return values;
  }

  /** What one search finds; null where it cannot be run, which is then said. */
  private @Nullable Relation<SplType> search(Map<String, @Nullable Object> values) {
    Matcher token = TOKEN.matcher(command.template());
    StringBuilder text = new StringBuilder();
    while (token.find()) {
      Object value = values.get(token.group(1));
      if (value == null) {
        missing(token.group(1), values);
        return null;
      }
      boolean quoted = isQuoted(command.template(), token.start());
      token.appendReplacement(text, Matcher.quoteReplacement(written(value.toString(), quoted)));
    }
    token.appendTail(text);
    Fragments.Parsed parsed = Fragments.parse(text.toString(), command.templateSpan(), context);
    return parsed == null ? null : SplLowering.rows(parsed.search(), parsed.context());
  }

  private void missing(String field, Map<String, @Nullable Object> values) {
    if (!values.containsKey(field)) {
      context.error(
          ErrorCode.UNKNOWN_COLUMN,
          command.templateSpan(),
          "No row has the field '" + field + "' that 'map' takes as $" + field + "$",
          io.flowproof.core.source.Suggestion.didYouMean(field, values.keySet()));
    } else {
      context.notice(
          command.templateSpan(), "map did not search for a row that has no '" + field + "'");
    }
  }

  private static boolean isQuoted(String text, int at) {
    boolean quoted = false;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  private static String written(String value, boolean quoted) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return quoted ? escaped : WORD.matcher(value).matches() ? value : '"' + escaped + '"';
  }
}
