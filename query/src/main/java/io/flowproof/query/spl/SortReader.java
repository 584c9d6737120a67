package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.spl.CommandPart.SortKey;
import io.flowproof.query.spl.CommandPart.SortKey.Direction;
import io.flowproof.query.spl.CommandPart.SortKey.Kind;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.spl.grammar.SplSyntax;
import io.flowproof.query.spl.grammar.SplSyntax.SortBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.SortKeyContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Reads sort, and the keys of the sortby clause of dedup. */
final class SortReader {
  private static final List<String> KINDS = List.of("auto", "ip", "num", "str");

  private final Body body;
  private final ArgumentReader arguments;

  SortReader(Body body, ArgumentReader arguments) {
    this.body = body;
    this.arguments = arguments;
  }

  Command sort(Span span) {
    SortBodyContext context = body.parse(Body.Mode.ARGUMENTS, SplSyntax::sortBody);
    if (context == null) {
      throw new ParseCancellationException();
    }
    List<SortKeyContext> words = new ArrayList<>(context.sortKey());
    Integer limit = null;
    if (isPlain(words.getFirst()) && arguments.isNumber(arguments.name(words.getFirst().name(0)))) {
      FieldName count = arguments.name(words.removeFirst().name(0));
      limit = arguments.number(count.name(), count.span());
    }
    for (Option option : arguments.options(context.option(), "limit")) {
      limit = arguments.number(option.value(), option.valueSpan());
    }
    boolean reversed = words.size() > 1 && isDescending(words.getLast());
    if (reversed) {
      words.removeLast();
    }
    if (words.isEmpty()) {
      throw arguments.missing(span, "Expected a field after 'sort'");
    }
    return new Command.Sort(limit, words.stream().map(this::key).toList(), reversed, span);
  }

  private static boolean isPlain(SortKeyContext context) {
    return context.getChildCount() == 1;
  }

  private boolean isDescending(SortKeyContext context) {
    if (!isPlain(context)) {
      return false;
    }
    String word = body.source(context.getStart()).toLowerCase(Locale.ROOT);
    return word.equals("d") || word.equals("desc");
  }

  SortKey key(SortKeyContext context) {
    Direction direction = context.MINUS() == null ? Direction.ASCENDING : Direction.DESCENDING;
    FieldName first = arguments.name(context.name(0));
    if (context.name().size() == 1) {
      return new SortKey(direction, Kind.AUTO, first, body.span(context));
    }
    String kind = first.name().toLowerCase(Locale.ROOT);
    if (!KINDS.contains(kind)) {
      body.problems()
          .error(
              ErrorCode.UNKNOWN_FUNCTION,
              first.span(),
              "Cannot sort by '" + first.name() + "(...)'",
              Suggestion.nearest(kind, KINDS) == null
                  ? "the ways to sort are auto, ip, num and str"
                  : Suggestion.didYouMean(kind, KINDS));
      throw new ParseCancellationException();
    }
    return new SortKey(
        direction,
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        arguments.name(context.name(1)),
        body.span(context));
  }
}
