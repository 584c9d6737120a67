package io.flowproof.detection.pack.lint;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.util.List;
import java.util.stream.Stream;

/** One rule of hygiene. */
interface LintCheck {

  /** Its stable name, in kebab case. */
  String name();

  /** What it finds in the pack. */
  List<LintFinding> findings(Pack pack);

  /** A finding about the rule as a whole. */
  default LintFinding about(Rule rule, String message) {
    SourceText file = new SourceText(rule.directory().resolve("rule.yml").toString(), "");
    return new LintFinding(name(), rule.name(), file, Span.at(0), message);
  }

  /** A finding about a place in one of its texts. */
  default LintFinding about(Rule rule, SourceText text, Span span, String message) {
    return new LintFinding(name(), rule.name(), text, span, message);
  }

  /** The texts that the rule has. */
  static Stream<SourceText> texts(Rule rule) {
    return Stream.of(rule.kql(), rule.spl()).flatMap(Stream::ofNullable);
  }
}
