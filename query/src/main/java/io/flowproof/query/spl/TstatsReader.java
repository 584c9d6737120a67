package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Body.Mode;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.spl.Words.Word;
import io.flowproof.query.spl.grammar.SplSyntax;
import io.flowproof.query.spl.grammar.SplSyntax.ArgumentContext;
import io.flowproof.query.spl.grammar.SplSyntax.ArgumentsBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.OptionContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.StatsBodyContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tstats}, whose clauses have grammars of their own: aggregations, then FROM, WHERE
 * with the terms of a search, and BY; options may stand anywhere but in WHERE ("tstats", Search
 * Reference).
 */
final class TstatsReader {
  private static final Set<String> CLAUSES = Set.of("from", "where", "by", "groupby");
  private static final String[] OPTIONS = {
    "prestats",
    "local",
    "append",
    "summariesonly",
    "include_reduced_buckets",
    "allow_old_summaries",
    "chunk_size",
    "fillnull_value",
    "use_summary_index_values",
    "span"
  };

  private final Body body;
  private final Span span;
  private final List<Option> options = new ArrayList<>();
  private List<CommandPart.Aggregation> aggregations = List.of();
  private @Nullable FieldName from;
  private SearchTerm where;
  private List<FieldName> by = List.of();

  TstatsReader(Body body, Span span) {
    this.body = body;
    this.span = span;
    this.where = new SearchTerm.Everything(Span.at(span.end()));
  }

  Command read() {
    List<Word> starts =
        Words.of(body.text()).stream().filter(word -> word.isOneOf(CLAUSES)).toList();
    head(body.part(0, starts.isEmpty() ? body.text().length() : starts.getFirst().start()));
    String last = "";
    for (int i = 0; i < starts.size(); i++) {
      Word start = starts.get(i);
      String clause = start.is("groupby") ? "by" : start.text().toLowerCase(Locale.ROOT);
      if (order(clause) <= order(last)) {
        throw problem(
            span(start),
            "Unexpected '" + start.text() + "' after '" + last.toUpperCase(Locale.ROOT) + "'",
            "the order is: tstats count FROM datamodel=... WHERE ... BY ...");
      }
      last = clause;
      int end = i + 1 < starts.size() ? starts.get(i + 1).start() : body.text().length();
      Body part = body.part(start.end(), end);
      switch (clause) {
        case "from" -> from(part, start);
        case "where" -> where(part, start);
        default -> by(part, start);
      }
    }
    return new Combination.Tstats(aggregations, from, where, by, options, span);
  }

  private static int order(String clause) {
    return List.of("", "from", "where", "by").indexOf(clause);
  }

  private void head(Body part) {
    StatsBodyContext context = part.parse(Mode.ARGUMENTS, SplSyntax::statsBody);
    if (context == null) {
      throw new ParseCancellationException();
    }
    ArgumentReader arguments = new ArgumentReader(part);
    options.addAll(arguments.options(context.option(), OPTIONS));
    aggregations = new AggregationReader(part, arguments).read(context.aggregations());
  }

  private void from(Body part, Word keyword) {
    ArgumentsBodyContext context = arguments(part);
    List<OptionContext> given = new ArrayList<>();
    for (OptionContext option : optionsOf(context)) {
      String name = option.WORD().getText().toLowerCase(Locale.ROOT);
      if (name.equals("datamodel") && from == null) {
        Span place = part.span(option.optionValue());
        from = new FieldName(unquoted(part, option), place);
      } else if (name.equals("sid")) {
        throw unsupported(part.span(option), "A job of tscollect is not supported");
      } else {
        given.add(option);
      }
    }
    options.addAll(new ArgumentReader(part).options(given, OPTIONS));
    List<FieldName> names = names(part, context);
    boolean spelled = names.size() == 2 && names.getFirst().name().equalsIgnoreCase("datamodel");
    if (from == null && spelled) {
      from = names.get(1);
    } else if (!names.isEmpty()) {
      throw unsupported(names.getFirst().span(), "A namespace of tscollect is not supported");
    } else if (from == null) {
      throw problem(
          span(keyword),
          "Expected a data model after FROM",
          "such as: FROM datamodel=Model.Dataset");
    }
  }

  private static String unquoted(Body part, OptionContext option) {
    String text = part.problems().source().slice(part.span(option.optionValue()));
    return text.replace("\"", "");
  }

  private void where(Body part, Word keyword) {
    SearchBodyContext context = part.parse(Mode.SEARCH, SplSyntax::searchBody);
    if (context == null) {
      throw new ParseCancellationException();
    }
    if (context.searchExpression() == null) {
      throw problem(span(keyword), "Expected a search term after WHERE", null);
    }
    where = new TermReader(part).read(context);
  }

  private void by(Body part, Word keyword) {
    ArgumentsBodyContext context = arguments(part);
    options.addAll(new ArgumentReader(part).options(optionsOf(context), OPTIONS));
    by = names(part, context);
    if (by.isEmpty()) {
      throw problem(
          span(keyword), "Expected a field after '" + keyword.text() + "'", "such as: BY _time");
    }
  }

  private static ArgumentsBodyContext arguments(Body part) {
    ArgumentsBodyContext context = part.parse(Mode.ARGUMENTS, SplSyntax::argumentsBody);
    if (context == null) {
      throw new ParseCancellationException();
    }
    return context;
  }

  private static List<OptionContext> optionsOf(ArgumentsBodyContext context) {
    return context.argument().stream()
        .map(ArgumentContext::option)
        .filter(option -> option != null)
        .toList();
  }

  private static List<FieldName> names(Body part, ArgumentsBodyContext context) {
    ArgumentReader arguments = new ArgumentReader(part);
    return context.argument().stream()
        .map(ArgumentContext::name)
        .filter(name -> name != null)
        .map(arguments::name)
        .toList();
  }

  private Span span(Word word) {
    return new Span(body.offset() + word.start(), body.offset() + word.end());
  }

  private ParseCancellationException unsupported(Span place, String message) {
    body.problems().error(ErrorCode.UNSUPPORTED, place, message);
    return new ParseCancellationException();
  }

  private ParseCancellationException problem(Span place, String message, @Nullable String hint) {
    body.problems().error(ErrorCode.SYNTAX, place, message, hint);
    return new ParseCancellationException();
  }
}
