package io.flowproof.detection.prove;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.lint.Lint;
import io.flowproof.detection.pack.lint.LintFinding;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Validity;
import io.flowproof.detection.proof.Validity.TechniqueCheck;
import io.flowproof.detection.proof.Validity.TextProblem;
import io.flowproof.detection.run.RuleRun;
import io.flowproof.detection.run.Window;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.Language;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Level 1. */
final class ValidityCheck {
  private static final String UNDEPLOYABLE = "only-deployable-tables";

  private final List<LintFinding> lint;
  private final AttackMatrix attack = AttackMatrix.pinned();

  ValidityCheck(Pack pack) {
    this.lint = Lint.findings(pack);
  }

  /**
   * What is right and wrong with the rule's files.
   *
   * @param engine only asked to run what a text asks for while it is compiled, over no flows
   */
  Validity of(Rule rule, QueryEngine engine, QueryCompiler compiler) {
    List<String> reasons = new ArrayList<>();
    List<TextProblem> problems = new ArrayList<>();
    for (Language language : Language.values()) {
      Optional<SourceText> text = rule.text(language);
      if (text.isEmpty()) {
        reasons.add("there is no rule." + language.name().toLowerCase(Locale.ROOT));
        continue;
      }
      List<TextProblem> own = problems(rule, language, engine, compiler);
      problems.addAll(own);
      if (!own.isEmpty()) {
        boolean syntax = own.stream().anyMatch(p -> p.code().equals("SYNTAX"));
        reasons.add(
            "rule.%s %s: %s"
                .formatted(
                    language.name().toLowerCase(Locale.ROOT),
                    syntax ? "does not parse" : "does not bind",
                    own.getFirst().message()));
      }
    }
    lint.stream()
        .filter(f -> f.rule().equals(rule.name()) && f.check().equals(UNDEPLOYABLE))
        .forEach(f -> reasons.add(f.message()));
    List<TechniqueCheck> techniques = rule.attack().stream().map(this::check).toList();
    techniques.stream()
        .map(TechniqueCheck::problem)
        .flatMap(Stream::ofNullable)
        .forEach(reasons::add);
    return new Validity(
        reasons.isEmpty() ? Outcome.SHOWN : Outcome.refuted(reasons),
        problems,
        formats(rule),
        techniques);
  }

  private static List<TextProblem> problems(
      Rule rule, Language language, QueryEngine engine, QueryCompiler compiler) {
    try {
      Instant tick = Instant.parse("2024-05-14T10:00:00Z");
      new RuleRun(rule, language, engine, compiler, 0)
          .decidingSql(new Window(tick, tick.minus(rule.schedule().over()), tick));
      return List.of();
    } catch (InvalidQueryException e) {
      return e.diagnostics().stream().map(d -> problem(language, e.source(), d)).toList();
    }
  }

  private static TextProblem problem(Language language, SourceText source, Diagnostic problem) {
    SourceText.Position at = source.position(problem.span().start());
    SourceText named =
        new SourceText("rule." + language.name().toLowerCase(Locale.ROOT), source.text());
    return new TextProblem(
        language,
        at.line(),
        at.column(),
        problem.code().name(),
        problem.text(),
        problem.render(named));
  }

  private TechniqueCheck check(Rule.Technique technique) {
    String id = technique.id();
    Optional<AttackMatrix.IdProblem> problem = attack.check(id, technique.tactic());
    String next = attack.inVersion19(id);
    return new TechniqueCheck(
        id,
        attack.technique(id).map(io.flowproof.core.attack.Technique::name).orElse(null),
        problem
            .map(p -> p.hint() == null ? p.message() : p.message() + " (" + p.hint() + ")")
            .orElse(null),
        next.equals(id) ? null : next);
  }

  /** The versions of the log format that can hold all fields. */
  private static List<String> formats(Rule rule) {
    int least = rule.needs().stream().mapToInt(FlowLogField::version).max().orElse(2);
    return Stream.of(FlowLogField.values())
        .filter(field -> !field.isTransitGateway())
        .map(FlowLogField::version)
        .distinct()
        .filter(version -> version >= least)
        .sorted()
        .map(version -> "version " + version)
        .toList();
  }
}
