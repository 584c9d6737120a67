package io.flowproof.query.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SplPrinterTest {
  @Property(tries = 3000)
  void parsingWhatWasPrintedGivesTheTreeAgain(@ForAll long seed) {
    Spl.Search tree = new RandomSearch(new Random(seed)).search(2);
    String printed = SplPrinter.print(tree);
    Spl.Search again = SplParser.parse(new SourceText("<printed>", printed));
    assertThat(SplTrees.withoutPlaces(again)).as(printed).isEqualTo(SplTrees.withoutPlaces(tree));
  }

  /**
   * Whatever the text, the parser ends with a tree or with problems, and trees survive printing.
   */
  @Property(tries = 3000)
  void anyHeapOfWordsIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(14); i >= 0; i--) {
      words.add(PIECES.get(random.nextInt(PIECES.size())));
    }
    String text = String.join(random.nextBoolean() ? " " : "", words);
    try {
      SplTrees.parse(text);
    } catch (InvalidQueryException refused) {
      assertThat(refused.diagnostics()).isNotEmpty();
    }
  }

  private static final List<String> PIECES =
      List.of(
          "|",
          "[",
          "]",
          "(",
          ")",
          "\"",
          "\"a b\"",
          "'",
          "'f'",
          "`m(1)`",
          "`",
          "```",
          "$t$",
          "\\",
          "search",
          "where",
          "eval",
          "stats",
          "count",
          "sum(x)",
          "by",
          "as",
          "sort",
          "dedup",
          "rex",
          "=",
          "==",
          "!=",
          "<",
          ">",
          "!",
          "~",
          "AND",
          "OR",
          "NOT",
          "IN (",
          "in",
          "like",
          "a",
          "b.c",
          "*",
          "1",
          "1.5",
          "-",
          "+",
          ".",
          ",",
          "/",
          "%",
          "{x}",
          "CASE(",
          "TERM(a)",
          "\n",
          "\uD83D\uDD25");

  @Test
  void printsOneCanonicalForm() {
    assertThat(
            SplPrinter.print(
                SplTrees.parse(
                    "index=a   (b OR \"c\") NOT d | STATS count as n by x y|where (a==1 and (b+1)*2>3)"
                        + " | sort 0 - n | bucket span=1h _time")))
        .isEqualTo(
            "search index=a AND (b OR \"c\") NOT d | stats count AS n BY x, y"
                + " | where a=1 AND (b + 1) * 2>3 | sort 0 -n | bin span=1h _time");
  }
}
