package io.flowproof.detection.agreement;

import io.flowproof.core.address.Network;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlParser;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.Expression;
import io.flowproof.query.spl.SearchValue;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplParser;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The constants of a rule's texts, from their syntax trees: around them lie the values on which the
 * languages may differ.
 *
 * @param numbers whole numbers, ascending
 * @param networks addresses and networks as text
 * @param seconds spans of time, ascending
 */
record Constants(List<Long> numbers, List<String> networks, List<Long> seconds) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}");
  private static final Pattern SPAN = Pattern.compile("[-+]?(\\d{1,6})(s|sec|m|min|h|d)(@.*)?");
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?|[0-9a-fA-F:]*::[0-9a-fA-F:]*(?:/\\d{1,3})?");
  private static final long TICKS_PER_SECOND = 10_000_000;

  /** Copies the lists. */
  Constants {
    numbers = List.copyOf(numbers);
    networks = List.copyOf(networks);
    seconds = List.copyOf(seconds);
  }

  /** Of all texts that parse. */
  static Constants of(Rule rule) {
    Found found = new Found();
    for (Language language : Language.values()) {
      Optional<SourceText> text = rule.text(language);
      if (text.isPresent()) {
        try {
          found.look(
              switch (language) {
                case KQL -> KqlParser.parse(text.get());
                case SPL -> SplParser.parse(text.get());
              });
        } catch (InvalidQueryException e) {
          found.numbers.clear(); // Nothing to compare then; who asks says so.
        }
      }
    }
    found.seconds.add(rule.schedule().over().toSeconds());
    return new Constants(
        List.copyOf(found.numbers), List.copyOf(found.networks), List.copyOf(found.seconds));
  }

  private static final class Found {
    private final TreeSet<Long> numbers = new TreeSet<>();
    private final TreeSet<String> networks = new TreeSet<>();
    private final TreeSet<Long> seconds = new TreeSet<>();

    void look(Record node) {
      switch (node) {
        case KqlExpression.Literal literal when literal.type() == KqlType.TIMESPAN -> {
          if (literal.value() instanceof Long ticks) {
            seconds.add(ticks / TICKS_PER_SECOND);
          }
        }
        case KqlExpression.Literal literal -> text(String.valueOf(literal.value()));
        case Expression.NumberLiteral number -> text(number.text());
        case Expression.StringLiteral string -> text(string.value());
        case SearchValue.Literal literal -> text(literal.text());
        case Spl.Option option -> text(option.value());
        case CommandPart.Word word -> text(word.name().name());
        case Record _ -> {}
      }
      for (RecordComponent component : node.getClass().getRecordComponents()) {
        try {
          Object value = component.getAccessor().invoke(node);
          if (value instanceof Record part) {
            look(part);
          } else if (value instanceof List<?> list) {
            for (Object element : new ArrayList<Object>(list)) {
              if (element instanceof Record part) {
                look(part);
              }
            }
          }
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private void text(String text) {
      Matcher span = SPAN.matcher(text);
      if (NUMBER.matcher(text).matches()) {
        numbers.add(Long.parseLong(text));
      } else if (span.matches()) {
        long unit =
            switch (span.group(2).charAt(0)) {
              case 's' -> 1;
              case 'm' -> 60;
              case 'h' -> 3600;
              default -> 86_400;
            };
        seconds.add(Long.parseLong(span.group(1)) * unit);
      } else {
        Matcher inText = IN_TEXT.matcher(text);
        while (inText.find()) {
          String network = inText.group();
          if (Network.parse(network).isPresent()
              || Network.parse(network + (network.contains(":") ? "/128" : "/32")).isPresent()) {
            networks.add(network);
          }
        }
      }
    }
  }
}
