package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.Expression;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.SplParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * Runs subsearches and puts what they give in their place ("About subsearches", Search Manual;
 * "format", Search Reference): each row becomes the terms of its fields joined by AND, the rows are
 * joined by OR, internal fields are left out, and the value of a field {@code search} or {@code
 * query} is the text of a term itself. No row at all matches nothing.
 */
final class Subsearches {
  private static final Set<String> TEXTS = Set.of("search", "query");

  private final SplContext context;

  Subsearches(SplContext context) {
    this.context = context;
  }

  /** What came out: a row is one value for each field, a text, a list of texts, or null. */
  private record Found(List<String> fields, List<List<@Nullable Object>> rows, boolean isOpen) {}

  /** The terms with every subsearch among them replaced; those in values are left. */
  SearchTerm resolve(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Subsearch subsearch -> term(subsearch.search(), subsearch.span());
      case SearchTerm.And and ->
          new SearchTerm.And(and.terms().stream().map(this::resolve).toList(), and.span());
      case SearchTerm.Or or ->
          new SearchTerm.Or(or.terms().stream().map(this::resolve).toList(), or.span());
      case SearchTerm.Not not -> new SearchTerm.Not(resolve(not.term()), not.span());
      case SearchTerm.Everything _,
          SearchTerm.Keyword _,
          SearchTerm.Comparison _,
          SearchTerm.In _,
          SearchTerm.Macro _ ->
          term;
    };
  }

  /** The literal that a subsearch in the place of a value gives. */
  Literal value(SearchValue.Subsearch subsearch) {
    Found found = run(subsearch.search(), subsearch.span());
    String text = found.isOpen() ? "?" : firstText(found);
    if (text == null) {
      context.error(
          ErrorCode.ARGUMENT,
          subsearch.span(),
          "The subsearch gave no value to compare with",
          "end it with: | return $field");
      return new Literal("", Literal.Form.QUOTED, subsearch.span());
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return new Literal(
        quoted ? text.substring(1, text.length() - 1) : text,
        Literal.Form.QUOTED,
        subsearch.span());
  }

  private static @Nullable String firstText(Found found) {
    return found.rows().isEmpty() || found.fields().isEmpty()
        ? null
        : text(found.rows().getFirst().getFirst());
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> several -> several.isEmpty() ? null : String.valueOf(several.getFirst());
      case Object one -> one.toString();
    };
  }

  /** The expression that a subsearch in eval or where gives. */
  Expression expression(Expression.Subsearch subsearch) {
    Span span = subsearch.span();
    Found found = run(subsearch.search(), span);
    if (found.isOpen()) {
      return new Expression.NumberLiteral("0", span);
    }
    String text = asText(found);
    SourceText source = new SourceText("<subsearch>", "| eval x=" + text);
    try {
      Command.Eval eval = (Command.Eval) SplParser.parse(source).commands().getFirst();
      return Respanned.at(span, eval.assignments().getFirst().value());
    } catch (InvalidQueryException e) {
      notParsed(span, text, "an expression", e);
      return new Expression.NumberLiteral("0", span);
    }
  }

  private void notParsed(Span span, String text, String what, InvalidQueryException e) {
    String shown = text.length() > 100 ? text.substring(0, 100) + " …" : text;
    context.error(
        e.diagnostics().getFirst().code(),
        span,
        "The subsearch gave a text that is not " + what + ": " + shown,
        e.diagnostics().getFirst().message());
  }

  private static String asText(Found found) {
    if (found.rows().size() == 1
        && found.fields().size() == 1
        && isText(found.fields().getFirst())) {
      return String.valueOf(text(found.rows().getFirst().getFirst()));
    }
    return found.rows().stream()
        .map(row -> asText(found.fields(), row))
        .filter(text -> !text.isEmpty())
        .map(text -> "(" + text + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String asText(List<String> fields, List<@Nullable Object> row) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String value = text(row.get(i));
      if (value != null) {
        terms.add(
            "'" + fields.get(i) + "'=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
      }
    }
    return String.join(" AND ", terms);
  }

  private static boolean isText(String field) {
    return TEXTS.contains(field.toLowerCase(Locale.ROOT));
  }

  private SearchTerm term(Spl.Search search, Span span) {
    Found found = run(search, span);
    List<SearchTerm> rows = new ArrayList<>();
    for (List<@Nullable Object> row : found.rows()) {
      List<SearchTerm> terms = new ArrayList<>();
      for (int i = 0; i < found.fields().size(); i++) {
        SearchTerm term =
            found.isOpen() && isText(found.fields().get(i))
                ? null
                : term(found.fields().get(i), row.get(i), span);
        if (term != null) {
          terms.add(term);
        }
      }
      if (!terms.isEmpty()) {
        rows.add(terms.size() == 1 ? terms.getFirst() : new SearchTerm.And(terms, span));
      }
    }
    return switch (rows.size()) {
      case 0 -> new SearchTerm.Not(new SearchTerm.Everything(span), span);
      case 1 -> rows.getFirst();
      default -> new SearchTerm.Or(rows, span);
    };
  }

  private @Nullable SearchTerm term(String field, @Nullable Object value, Span span) {
    return switch (value) {
      case null -> null;
      case List<?> several when several.isEmpty() -> null;
      case List<?> several ->
          new SearchTerm.In(
              new FieldName(field, span),
              several.stream()
                  .<SearchValue>map(v -> new Literal(String.valueOf(v), Literal.Form.QUOTED, span))
                  .toList(),
              span);
      case Object one when isText(field) -> parsed(one.toString(), span);
      case Object one ->
          new SearchTerm.Comparison(
              new FieldName(field, span),
              Comparator.EQUAL,
              new Literal(one.toString(), Literal.Form.QUOTED, span),
              span);
    };
  }

  private SearchTerm parsed(String text, Span span) {
    try {
      Spl.Search search = SplParser.parse(new SourceText("<subsearch>", "search " + text));
      if (search.commands().size() == 1
          && search.commands().getFirst() instanceof Command.Search terms) {
        return Respanned.at(span, terms.term());
      }
      context.error(
          ErrorCode.ARGUMENT, span, "The subsearch gave a text with further commands", null);
    } catch (InvalidQueryException e) {
      notParsed(span, text, "a search", e);
    }
    return new SearchTerm.Everything(span);
  }

  private Found run(Spl.Search search, Span span) {
    List<Command> commands = search.commands();
    // What format does without arguments is done here, without a detour over text.
    boolean formats =
        commands.size() > 1
            && commands.getLast() instanceof Combination.Format format
            && format.marks().isEmpty()
            && format.options().isEmpty();
    Spl.Search unformatted =
        formats ? new Spl.Search(commands.subList(0, commands.size() - 1), search.span()) : search;
    Relation<SplType> relation = visible(SplLowering.rows(unformatted, context));
    List<String> fields = relation.names();
    if (fields.isEmpty() || !context.shared().diagnostics().isEmpty()) {
      return fields.isEmpty() ? new Found(fields, List.of(), false) : open(fields);
    }
    int most = context.splunk().limits().subsearch();
    RelNode plan = context.algebra().finish(context.algebra().limit(relation, most + 1L));
    Optional<List<List<@Nullable Object>>> rows = context.shared().stages().rows(plan);
    if (rows.isEmpty()) {
      context
          .shared()
          .notice(span, "The subsearch was not run: its result stands as '?' in the plan");
      return open(fields);
    }
    List<List<@Nullable Object>> found = rows.get();
    if (found.size() > most) {
      context
          .shared()
          .notice(
              span,
              String.format(
                  Locale.ROOT, "The subsearch gave its first %,d rows, as in Splunk", most));
      found = found.subList(0, most);
    }
    return new Found(fields, found, false);
  }

  /** A result that is not known, one row of question marks. */
  private static Found open(List<String> fields) {
    return new Found(
        fields, List.of(fields.stream().<@Nullable Object>map(f -> "?").toList()), true);
  }

  /** The fields that a condition is made of, as texts or lists of texts. */
  private Relation<SplType> visible(Relation<SplType> rows) {
    Row row = new Row(context.algebra(), rows);
    List<Output<SplType>> outputs = new ArrayList<>();
    for (Field<SplType> field : rows.fields()) {
      if (!field.name().startsWith("_")) {
        Value value = row.value(field);
        boolean several = field.type() == SplType.MULTIVALUE;
        outputs.add(
            new Output<>(
                field.name(),
                several ? value.rex() : context.scalars().toText(value),
                several ? SplType.MULTIVALUE : SplType.TEXT));
      }
    }
    return context.algebra().project(rows, outputs);
  }
}
