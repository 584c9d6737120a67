package io.flowproof.query.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * "Boolean expressions with logical operators" (Search Manual): the search command evaluates
 * parentheses first, then NOT, then OR, then AND, which is implied between terms. The reference
 * here works on the words alone, by rewriting them in that order.
 */
class SearchPrecedenceTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  @Property(tries = 2000)
  void searchAgreesWithTheDocumentedOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> words = expression(random, 4);
    int events = random.nextInt(16);
    String text = "search " + String.join(" ", words);
    SplTrees.parse(text);
    Spl.Search tree = SplParser.parse(new SourceText("<spl>", text));
    SearchTerm term = ((Command.Search) tree.commands().getFirst()).term();
    assertThat(matches(term, events)).as(text).isEqualTo(rewrite(words, events));
  }

  private static boolean matches(SearchTerm term, int event) {
    return switch (term) {
      case SearchTerm.And and -> and.terms().stream().allMatch(t -> matches(t, event));
      case SearchTerm.Or or -> or.terms().stream().anyMatch(t -> matches(t, event));
      case SearchTerm.Not not -> !matches(not.term(), event);
      case SearchTerm.Keyword keyword -> holds(keyword.value().text(), event);
      case SearchTerm.Everything _ -> true;
      case SearchTerm.Comparison _, SearchTerm.In _, SearchTerm.Macro _, SearchTerm.Subsearch _ ->
          throw new AssertionError(term);
    };
  }

  /** Whether the event, a set of bits, holds the word. */
  private static boolean holds(String word, int event) {
    return (event >> NAMES.indexOf(word) & 1) == 1;
  }

  private static boolean rewrite(List<String> words, int event) {
    List<String> now = new ArrayList<>();
    words.forEach(w -> now.add(NAMES.contains(w) ? holds(w, event) ? "T" : "F" : w));
    int close = now.indexOf(")");
    while (close >= 0) {
      int open = now.subList(0, close).lastIndexOf("(");
      String value = flat(now.subList(open + 1, close)) ? "T" : "F";
      now.subList(open, close + 1).clear();
      now.add(open, value);
      close = now.indexOf(")");
    }
    return flat(now);
  }

  private static boolean flat(List<String> words) {
    List<String> now = new ArrayList<>(words);
    for (int i = now.lastIndexOf("NOT"); i >= 0; i = now.lastIndexOf("NOT")) {
      now.set(i, now.remove(i + 1).equals("T") ? "F" : "T");
    }
    for (int i = now.indexOf("OR"); i >= 0; i = now.indexOf("OR")) {
      boolean either = now.get(i - 1).equals("T") || now.get(i + 1).equals("T");
      now.subList(i - 1, i + 2).clear();
      now.add(i - 1, either ? "T" : "F");
    }
    return !now.contains("F");
  }

  /** Words of a random expression; nesting at most {@code depth} deep. */
  private static List<String> expression(Random random, int depth) {
    List<String> words = new ArrayList<>();
    int operands = 1 + random.nextInt(4);
    for (int i = 0; i < operands; i++) {
      String joint = List.of("OR", "AND", "").get(random.nextInt(3));
      if (i > 0 && !joint.isEmpty()) {
        words.add(joint);
      }
      if (random.nextInt(4) == 0) {
        words.add("NOT");
      }
      if (depth > 0 && random.nextInt(3) == 0) {
        words.add("(");
        words.addAll(expression(random, depth - 1));
        words.add(")");
      } else {
        words.add(NAMES.get(random.nextInt(NAMES.size())));
      }
    }
    return words;
  }
}
