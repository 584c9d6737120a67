package io.flowproof.query.lower.spl;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Assignment;
import io.flowproof.query.spl.SplParser;
import io.flowproof.query.splunk.ConfFile.Stanza;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a user's props.conf adds to the events of the sourcetype, in Splunk's order:
 * aliases, then calculated fields, which do not see each other, then lookups ("The sequence of
 * search-time operations", Knowledge Manager Manual).
 */
final class PropsFields {
  private static final Pattern ALIAS =
      Pattern.compile("\\s*(\"[^\"]+\"|\\S+)\\s+[aA][sS]([nN][eE][wW])?\\s+(\"[^\"]+\"|\\S+)");

  private final SplContext context;
  private final Span span;

  PropsFields(SplContext context, Span span) {
    this.context = context;
    this.span = span;
  }

  /** The events with what the stanza of {@code sourcetype} adds. */
  Relation<SplType> added(Relation<SplType> events, String sourcetype) {
    Stanza stanza = context.splunk().props().stanza(sourcetype).orElse(null);
    if (stanza == null) {
      return events;
    }
    Map<String, String> settings = new TreeMap<>(stanza.settings());
    Relation<SplType> rows = aliased(events, settings);
    rows = calculated(rows, settings);
    List<Relation<SplType>> last = new ArrayList<>(List.of(rows));
    each(
        settings,
        "LOOKUP-",
        (name, text) -> {
          Command lookup = parsed("lookup " + text, name);
          if (lookup instanceof Combination.Lookup command) {
            last.add(new LookupLowering(command, context).lower(last.getLast()));
          }
        });
    return last.getLast();
  }

  private static void each(
      Map<String, String> settings, String prefix, BiConsumer<String, String> action) {
    settings.forEach(
        (name, text) -> {
          if (name.toUpperCase(Locale.ROOT).startsWith(prefix) && !text.isBlank()) {
            action.accept(name, text);
          }
        });
  }

  private Relation<SplType> aliased(Relation<SplType> events, Map<String, String> settings) {
    Row row = new Row(context.algebra(), events);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    each(
        settings,
        "FIELDALIAS-",
        (name, text) -> {
          Matcher alias = ALIAS.matcher(text);
          while (alias.find()) {
            String to = alias.group(3).replace("\"", "");
            boolean keeps = alias.group(2) != null && row.field(to).isPresent();
            row.field(alias.group(1).replace("\"", ""))
                .filter(value -> !keeps)
                .ifPresent(
                    value ->
                        EvalLowering.set(outputs, new Output<>(to, value.rex(), value.type())));
          }
        });
    return context.algebra().project(row.relation(), outputs);
  }

  private Relation<SplType> calculated(Relation<SplType> events, Map<String, String> settings) {
    Row row = new Row(context.algebra(), events);
    Map<String, Value> values = new TreeMap<>();
    each(
        settings,
        "EVAL-",
        (name, text) -> {
          if (parsed("eval x=" + text, name) instanceof Command.Eval eval) {
            Assignment assignment = eval.assignments().getFirst();
            values.put(
                name.substring(5),
                new ExpressionLowering(context, row).assignable(assignment.value()));
          }
        });
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    values.forEach(
        (name, value) -> EvalLowering.set(outputs, new Output<>(name, value.rex(), value.type())));
    return context.algebra().project(row.relation(), outputs);
  }

  /** The command of a setting, at the place of the search; null and a problem where it is wrong. */
  private @Nullable Command parsed(String text, String setting) {
    try {
      Command command =
          SplParser.parse(new SourceText("props.conf", "| " + text)).commands().getFirst();
      return Respanned.at(span, command);
    } catch (InvalidQueryException e) {
      context.error(
          e.diagnostics().getFirst().code(),
          span,
          "The setting '"
              + setting
              + "' of props.conf cannot be read: "
              + e.diagnostics().getFirst().message(),
          null);
      return null;
    }
  }
}
