package io.flowproof.detection.mutation;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.proof.ProofDigests;
import io.flowproof.query.Language;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlParser;
import io.flowproof.query.kql.KqlPrinter;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplParser;
import io.flowproof.query.spl.SplPrinter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All mutants of a text. */
public final class Mutants {
  private Mutants() {}

  /**
   * The mutants of a text, in its order; of those that read the same only the first.
   *
   * @throws InvalidQueryException if the text does not parse
   */
  public static List<MutantText> of(SourceText source, Language language) {
    Set<String> seen = new HashSet<>();
    Map<String, Integer> same = new HashMap<>();
    List<MutantText> mutants = new ArrayList<>();
    List<Edit> edits = new ArrayList<>(edits(source, language));
    edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
    seen.add(print(tree(source, language)));
    for (Edit edit : edits) {
      String text = print(edit.node());
      if (seen.add(text)) {
        String what = language + " " + edit.kind() + " " + edit.text();
        int number = same.merge(what, 1, Integer::sum);
        SourceText.Position at = source.position(edit.span().start());
        mutants.add(
            new MutantText(
                id(what + " " + number, language),
                edit.kind(),
                at.line(),
                at.column(),
                edit.text(),
                new SourceText(source.name() + " (mutant)", text)));
      }
    }
    return mutants;
  }

  private static Record tree(SourceText source, Language language) {
    return switch (language) {
      case KQL -> KqlParser.parse(source);
      case SPL -> SplParser.parse(source);
    };
  }

  private static List<Edit> edits(SourceText source, Language language) {
    return switch (language) {
      case KQL -> SyntaxTrees.edited(tree(source, language), new KqlMutations(source)::of);
      case SPL -> SyntaxTrees.edited(tree(source, language), new SplMutations(source)::of);
    };
  }

  private static String print(Record tree) {
    return switch (tree) {
      case Kql.Query query -> KqlPrinter.print(query);
      case Spl.Search search -> SplPrinter.print(search);
      case Record _ -> throw new IllegalArgumentException("Not a whole text: " + tree);
    };
  }

  private static String id(String what, Language language) {
    return language.name().toLowerCase(Locale.ROOT)
        + "-"
        + ProofDigests.sha256(what.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }
}
