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
import io.flowproof.query.spl.grammar.SplSyntax.WordsBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.WordsContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** Reads the commands that bring rows from elsewhere, join them, or take them elsewhere. */
final class CombinationReader {
  private static final Pattern BRACKETS = Pattern.compile("\\[\uE000*\\]");
  private static final Pattern DATASET =
      Pattern.compile("\\s*([a-zA-Z_]+)\\s*(?::|\\s)\\s*(\"[^\"]+\"|[^\\s\"]+)\\s*");
  private static final Pattern PAIR =
      Pattern.compile("\\G\\s*(?:AND\\s+|,\\s*)?([^\\s=,]+)\\s*=\\s*([^\\s=,]+)\\s*");

  private final Body body;
  private final Span span;
  private final ArgumentReader arguments;
  private final List<Spl.Search> searches = new ArrayList<>();

  CombinationReader(Body body, Span span) {
    this.body = body;
    this.span = span;
    this.arguments = new ArgumentReader(body);
  }

  /** The command, or null when it is none of these. */
  @Nullable Command read() {
    return switch (body.command()) {
      case "tstats" -> new TstatsReader(body, span).read();
      case "datamodel" -> datamodel();
      case "from" -> from();
      case "lookup" -> lookup();
      case "inputlookup" -> inputlookup();
      case "outputlookup" -> outputlookup();
      case "collect" -> collect();
      case "join" -> join();
      case "append" -> {
        List<Option> options = searchOptions(1);
        yield new Combination.Append(searches.getFirst(), options, span);
      }
      case "appendcols" -> {
        List<Option> options = searchOptions(1);
        yield new Combination.Appendcols(searches.getFirst(), options, span);
      }
      case "appendpipe" -> {
        List<Option> options = searchOptions(1);
        yield new Combination.Appendpipe(searches.getFirst(), options, span);
      }
      case "union" -> union(Combination.Union.Kind.UNION);
      case "multisearch" -> union(Combination.Union.Kind.MULTISEARCH);
      case "set" -> set();
      case "map" -> map();
      case "format" -> format();
      case "return" -> returned();
      default -> null;
    };
  }

  private static <C extends ParserRuleContext> C parse(
      Body part, Mode mode, Function<SplSyntax, C> rule) {
    C context = part.parse(mode, rule);
    if (context == null) {
      throw new ParseCancellationException();
    }
    return context;
  }

  private ArgumentsBodyContext plain(Body part) {
    return parse(part, Mode.ARGUMENTS, SplSyntax::argumentsBody);
  }

  private static List<OptionContext> optionsOf(ArgumentsBodyContext context) {
    return context.argument().stream()
        .map(ArgumentContext::option)
        .filter(option -> option != null)
        .toList();
  }

  private static List<FieldName> namesOf(ArgumentReader reader, ArgumentsBodyContext context) {
    return context.argument().stream()
        .map(ArgumentContext::name)
        .filter(name -> name != null)
        .map(reader::name)
        .toList();
  }

  /** The body without its searches in brackets, which are read. */
  private Body withoutSearches() {
    char[] text = body.text().toCharArray();
    Matcher brackets = BRACKETS.matcher(body.text());
    while (brackets.find()) {
      int start = brackets.start();
      searches.add(
          body.searches()
              .readSubsearch(new Span(body.offset() + start, body.offset() + brackets.end())));
      java.util.Arrays.fill(text, start, brackets.end(), ' ');
    }
    return new Body(new String(text), body.offset(), body.command(), body.searches());
  }

  private void expectSearches(int least, int most) {
    if (searches.size() < least || searches.size() > most) {
      throw arguments.missing(
          span,
          "'%s' takes %s in brackets, found %d"
              .formatted(
                  body.command(),
                  most == 1 ? "one search" : least == most ? least + " searches" : "searches",
                  searches.size()));
    }
  }

  /** Options, and so many searches in brackets. */
  private List<Option> searchOptions(int count) {
    ArgumentsBodyContext context = plain(withoutSearches());
    expectSearches(count, count);
    namesOf(arguments, context).stream()
        .findFirst()
        .ifPresent(word -> arguments.unexpected(word, "options and a search in brackets"));
    return switch (body.command()) {
      case "appendcols" ->
          arguments.options(
              optionsOf(context), "override", "extendtimerange", "maxtime", "maxout", "timeout");
      case "appendpipe" -> arguments.options(optionsOf(context), "run_in_preview");
      default ->
          arguments.options(optionsOf(context), "extendtimerange", "maxtime", "maxout", "timeout");
    };
  }

  private Command datamodel() {
    ArgumentsBodyContext context = plain(body);
    return new Combination.Datamodel(
        namesOf(arguments, context),
        arguments.options(
            optionsOf(context), "strict_fields", "allow_old_summaries", "summariesonly"),
        span);
  }

  private Command from() {
    Matcher dataset = DATASET.matcher(body.text());
    if (!dataset.matches()) {
      throw arguments.missing(
          span, "Expected a dataset after 'from', such as: from datamodel:\"Model.Dataset\"");
    }
    Span place = new Span(body.offset() + dataset.start(2), body.offset() + dataset.end(2));
    return new Combination.From(
        dataset.group(1).toLowerCase(Locale.ROOT),
        new FieldName(dataset.group(2).replace("\"", ""), place),
        span);
  }

  private Command lookup() {
    WordsBodyContext context = parse(body, Mode.ARGUMENTS, SplSyntax::wordsBody);
    List<OptionContext> options = new ArrayList<>();
    List<CombinationPart.LookupField> fields = new ArrayList<>();
    FieldName table = null;
    Span output = null;
    int outputFrom = 0;
    boolean keepsOld = false;
    for (WordsContext argument : context.words()) {
      if (argument.option() != null) {
        options.add(argument.option());
        continue;
      }
      FieldName name = arguments.name(argument.name(0));
      FieldName as = argument.name().size() > 1 ? arguments.name(argument.name(1)) : null;
      boolean isWord = as == null && isBare(name);
      if (table == null) {
        table = name;
      } else if (isWord
          && output == null
          && name.name().toUpperCase(Locale.ROOT).startsWith("OUTPUT")
          && (name.name().length() == 6 || name.name().equalsIgnoreCase("OUTPUTNEW"))) {
        output = name.span();
        keepsOld = name.name().length() > 6;
        outputFrom = fields.size();
      } else {
        fields.add(new CombinationPart.LookupField(name, as, body.span(argument)));
      }
    }
    int match = output == null ? fields.size() : outputFrom;
    if (table == null || match == 0) {
      throw arguments.missing(
          span,
          "Expected a lookup and a field of it, such as: lookup assets ip AS src OUTPUT owner");
    }
    if (output != null && match == fields.size()) {
      throw arguments.missing(output, "Expected a field of the lookup after OUTPUT");
    }
    return new Combination.Lookup(
        table,
        fields.subList(0, match),
        output == null
            ? null
            : new CombinationPart.LookupOutput(
                keepsOld, fields.subList(match, fields.size()), output),
        arguments.options(options, "local", "update", "event_time_field"),
        span);
  }

  private static boolean isBare(FieldName name) {
    return name.span().end() - name.span().start() == name.name().length();
  }

  private Command inputlookup() {
    Word where =
        Words.of(body.text()).stream().filter(word -> word.is("where")).findFirst().orElse(null);
    Body head = body.part(0, where == null ? body.text().length() : where.start());
    ArgumentsBodyContext context = plain(head);
    SearchTerm term = null;
    if (where != null) {
      Body tail = body.part(where.end(), body.text().length());
      SearchBodyContext terms = parse(tail, Mode.SEARCH, SplSyntax::searchBody);
      term = new TermReader(tail).read(terms);
    }
    ArgumentReader reader = new ArgumentReader(head);
    return new Combination.Inputlookup(
        table(namesOf(reader, context)),
        term,
        reader.options(optionsOf(context), "append", "strict", "start", "max"),
        span);
  }

  private FieldName table(List<FieldName> names) {
    if (names.isEmpty()) {
      throw arguments.missing(span, "Expected the name of a lookup after '" + body.command() + "'");
    }
    if (names.size() > 1) {
      arguments.unexpected(names.get(1), "one lookup");
    }
    return names.getFirst();
  }

  private Command outputlookup() {
    ArgumentsBodyContext context = plain(body);
    return new Combination.Outputlookup(
        table(namesOf(arguments, context)),
        arguments.options(
            optionsOf(context),
            "append",
            "create_empty",
            "override_if_empty",
            "max",
            "key_field",
            "createinapp",
            "create_context",
            "output_format"),
        span);
  }

  private Command collect() {
    ArgumentsBodyContext context = plain(body);
    namesOf(arguments, context).stream()
        .findFirst()
        .ifPresent(word -> arguments.unexpected(word, "options such as index=summary"));
    return new Combination.Collect(
        arguments.options(
            optionsOf(context),
            "index",
            "file",
            "spool",
            "marker",
            "testmode",
            "run_in_preview",
            "host",
            "source",
            "sourcetype",
            "addtime",
            "addinfo",
            "output_format",
            "uselb"),
        span);
  }

  private Command join() {
    Body rest = withoutSearches();
    expectSearches(1, 1);
    Word where =
        Words.of(rest.text()).stream().filter(word -> word.is("where")).findFirst().orElse(null);
    Body head = rest.part(0, where == null ? rest.text().length() : where.start());
    ArgumentsBodyContext context = plain(head);
    ArgumentReader reader = new ArgumentReader(head);
    List<FieldName> fields = new ArrayList<>(namesOf(reader, context));
    List<Option> options =
        reader.options(
            optionsOf(context),
            "type",
            "usetime",
            "earlier",
            "overwrite",
            "max",
            "left",
            "right",
            "maxtime",
            "maxout",
            "timeout");
    List<CombinationPart.JoinPair> pairs =
        where == null ? List.of() : pairs(rest.part(where.end(), rest.text().length()));
    return new Combination.Join(fields, pairs, options, searches.getFirst(), span);
  }

  private List<CombinationPart.JoinPair> pairs(Body part) {
    List<CombinationPart.JoinPair> pairs = new ArrayList<>();
    Matcher pair = PAIR.matcher(part.text());
    int end = 0;
    while (pair.find()) {
      pairs.add(
          new CombinationPart.JoinPair(
              name(part, pair, 1),
              name(part, pair, 2),
              new Span(part.offset() + pair.start(1), part.offset() + pair.end(2))));
      end = pair.end();
    }
    if (pairs.isEmpty() || !part.text().substring(end).isBlank()) {
      throw arguments.missing(
          new Span(part.offset() + end, part.offset() + part.text().length()),
          "Expected pairs such as L.id=R.id after 'where'");
    }
    return pairs;
  }

  private static FieldName name(Body part, Matcher matcher, int group) {
    return new FieldName(
        matcher.group(group).replace("\"", "").replace("'", ""),
        new Span(part.offset() + matcher.start(group), part.offset() + matcher.end(group)));
  }

  private Command union(Combination.Union.Kind kind) {
    ArgumentsBodyContext context = plain(withoutSearches());
    List<FieldName> names = namesOf(arguments, context);
    boolean multisearch = kind == Combination.Union.Kind.MULTISEARCH;
    if (multisearch || names.isEmpty()) {
      expectSearches(multisearch ? 2 : 1, Integer.MAX_VALUE);
    }
    if (multisearch && !names.isEmpty()) {
      arguments.unexpected(names.getFirst(), "searches in brackets");
    }
    return new Combination.Union(
        kind,
        names,
        searches,
        arguments.options(optionsOf(context), "extendtimerange", "maxtime", "maxout", "timeout"),
        span);
  }

  private Command set() {
    List<FieldName> names = namesOf(arguments, plain(withoutSearches()));
    expectSearches(2, 2);
    String word = names.size() == 1 ? names.getFirst().name().toUpperCase(Locale.ROOT) : "";
    for (Combination.SetOperation.Kind kind : Combination.SetOperation.Kind.values()) {
      if (kind.name().equals(word)) {
        return new Combination.SetOperation(kind, searches.get(0), searches.get(1), span);
      }
    }
    throw arguments.missing(span, "Expected union, diff or intersect after 'set'");
  }

  /** The search stands in brackets, or in the option {@code search}. */
  private Command map() {
    Matcher brackets = BRACKETS.matcher(body.text());
    Span inside = null;
    char[] text = body.text().toCharArray();
    if (brackets.find()) {
      int start = body.offset() + brackets.start();
      inside = new Span(start + 1, body.offset() + brackets.end() - 1);
      java.util.Arrays.fill(text, brackets.start(), brackets.end(), ' ');
    }
    ArgumentsBodyContext context =
        plain(new Body(new String(text), body.offset(), body.command(), body.searches()));
    List<Option> options =
        new ArrayList<>(arguments.options(optionsOf(context), "search", "maxsearches"));
    Option search =
        options.stream().filter(o -> o.name().equals("search")).findFirst().orElse(null);
    options.remove(search);
    FieldName saved = namesOf(arguments, context).stream().findFirst().orElse(null);
    if (saved != null) {
      body.problems()
          .error(
              ErrorCode.UNSUPPORTED,
              saved.span(),
              "'map' of a saved search is not supported: '" + saved.name() + "'",
              "give its text in search=");
      throw new ParseCancellationException();
    }
    if (inside != null && search == null) {
      String template = body.problems().source().slice(inside).strip();
      return new Combination.Map(template, inside, options, span);
    }
    if (search != null && inside == null) {
      return new Combination.Map(search.value().strip(), search.valueSpan(), options, span);
    }
    throw arguments.missing(span, "'map' takes one search, in brackets or in search=\"…\"");
  }

  private Command format() {
    ArgumentsBodyContext context = plain(body);
    List<String> marks = namesOf(arguments, context).stream().map(FieldName::name).toList();
    if (!marks.isEmpty() && marks.size() != 6) {
      throw arguments.missing(
          span,
          "'format' takes six texts or none, found "
              + marks.size()
              + ": row prefix, column prefix, column separator, column end, row separator, row end");
    }
    return new Combination.Format(
        marks, arguments.options(optionsOf(context), "mvsep", "maxresults", "emptystr"), span);
  }

  private Command returned() {
    ArgumentsBodyContext context = plain(body);
    List<CombinationPart.ReturnItem> items = new ArrayList<>();
    Integer count = null;
    for (ArgumentContext argument : context.argument()) {
      Span place = body.span(argument);
      if (argument.option() != null) {
        Span alias = body.span(argument.option().WORD().getSymbol());
        Option option = arguments.options(List.of(argument.option()), aliasOf(argument)).getFirst();
        items.add(
            new CombinationPart.ReturnItem(
                new FieldName(body.problems().source().slice(alias), alias),
                new FieldName(option.value(), option.valueSpan()),
                false,
                place));
        continue;
      }
      FieldName name = arguments.name(argument.name());
      boolean bare = name.name().startsWith("$") && name.name().length() > 1 && isBare(name);
      if (items.isEmpty() && count == null && arguments.isNumber(name)) {
        count = arguments.number(name.name(), name.span());
      } else {
        items.add(
            new CombinationPart.ReturnItem(
                null,
                bare ? new FieldName(name.name().substring(1), name.span()) : name,
                bare,
                place));
      }
    }
    if (items.isEmpty()) {
      throw arguments.missing(span, "Expected a field after 'return'");
    }
    return new Combination.Return(count, items, span);
  }

  private String aliasOf(ArgumentContext argument) {
    return body.source(argument.option().WORD().getSymbol()).toLowerCase(Locale.ROOT);
  }
}
