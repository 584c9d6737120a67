package io.flowproof.detection.trial;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.Finding;
import io.flowproof.detection.run.LogLine;
import io.flowproof.detection.run.RuleRun;
import io.flowproof.detection.run.Window;
import io.flowproof.detection.trial.CaseResult.FlowsAtFault;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import io.flowproof.query.Language;
import io.flowproof.query.compile.EntityEvidence;
import io.flowproof.query.sql.EngineSql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases as a SIEM would run the rule: at each tick, over the rows of the last {@code
 * schedule.over} that had arrived. The findings of all ticks together are compared with those
 * expected.
 */
public final class CaseRunner {
  private static final int MOST_FAULTS = 5;
  private static final int MOST_LINES = 5;

  private final StagedCases cases;

  /** Over those cases. */
  public CaseRunner(StagedCases cases) {
    this.cases = cases;
  }

  /** Every case of the rule, in each language that it has and that the case is about. */
  public List<CaseResult> run(Rule rule) {
    List<CaseResult> results = new ArrayList<>();
    for (TestCase test : rule.tests()) {
      for (Language language : Language.values()) {
        if (test.languages().contains(language) && rule.text(language).isPresent()) {
          results.add(run(rule, test, language));
        }
      }
    }
    return results;
  }

  /**
   * One case, with the flows at fault where it does not pass.
   *
   * @param rule the rule, whose texts may be other ones than those of the rule that the cases were
   *     staged for
   */
  public CaseResult run(Rule rule, TestCase test, Language language) {
    StagedCases.StagedCase staged = cases.of(test);
    List<Map<String, String>> expected = expected(rule, test, staged);
    try {
      Set<Map<String, @Nullable String>> found = found(rule, test, language);
      CaseResult result = result(rule, test, language, expected, found, List.of(), null);
      return result.passes()
          ? result
          : result(rule, test, language, expected, found, faults(result), null);
    } catch (InvalidQueryException | EngineException e) {
      return result(
          rule, test, language, expected, Set.of(), List.of(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * What the text finds at all ticks of a case together, by entity.
   *
   * @throws InvalidQueryException if the text does not parse or bind
   * @throws EngineException if the engine fails or a limit is reached
   */
  public Set<Map<String, @Nullable String>> found(Rule rule, TestCase test, Language language) {
    StagedCases.StagedCase staged = cases.of(test);
    RuleRun run = new RuleRun(rule, language, staged.engine(), staged.compiler(), 0);
    Set<Map<String, @Nullable String>> found = new LinkedHashSet<>();
    for (Instant tick : test.ticks(rule.schedule().every())) {
      found.addAll(run.entities(window(rule, staged, tick)));
    }
    return found;
  }

  private static CaseResult result(
      Rule rule,
      TestCase test,
      Language language,
      List<Map<String, String>> expected,
      Set<Map<String, @Nullable String>> found,
      List<FlowsAtFault> faults,
      @Nullable String problem) {
    return new CaseResult(rule, test, language, expected, List.copyOf(found), faults, problem);
  }

  private static Window window(Rule rule, StagedCases.StagedCase staged, Instant tick) {
    return new Window(tick, tick.minus(rule.schedule().over()), tick, staged.arrivedBy(tick));
  }

  /** The expected findings, with addresses in the place of hosts' names. */
  static List<Map<String, String>> expected(
      Rule rule, TestCase test, StagedCases.StagedCase staged) {
    List<Map<String, String>> findings = new ArrayList<>();
    for (TestCase.ExpectedFinding finding : test.expect()) {
      List<Map<String, String>> rows = new ArrayList<>(List.of(new LinkedHashMap<>()));
      for (var entity : rule.entities()) {
        String value = finding.entities().getOrDefault(entity.name(), "");
        List<Map<String, String>> before = List.copyOf(rows);
        rows.clear();
        for (String text : addresses(value, test, staged)) {
          for (Map<String, String> row : before) {
            Map<String, String> longer = new LinkedHashMap<>(row);
            longer.put(entity.name(), text);
            rows.add(longer);
          }
        }
      }
      findings.addAll(rows);
    }
    return findings;
  }

  private static List<String> addresses(
      String value, TestCase test, StagedCases.StagedCase staged) {
    if (!value.startsWith("$")) {
      return List.of(value);
    }
    List<String> addresses = staged.hosts().get(value.substring(1));
    if (addresses == null) {
      throw new IllegalArgumentException(
          "The case '%s' has no host '%s' (it has %s)"
              .formatted(test.name(), value, String.join(", ", staged.hosts().keySet())));
    }
    return addresses;
  }

  private List<FlowsAtFault> faults(CaseResult result) {
    List<FlowsAtFault> faults = new ArrayList<>();
    if (!result.unexpected().isEmpty()) {
      StagedCases.StagedCase staged = cases.of(result.testCase());
      RuleRun run =
          new RuleRun(
              result.rule(), result.language(), staged.engine(), staged.compiler(), MOST_LINES);
      result.testCase().ticks(result.rule().schedule().every()).stream()
          .map(tick -> window(result.rule(), staged, tick))
          .forEach(run::run);
      for (Finding finding : run.findings()) {
        if (faults.size() < MOST_FAULTS && result.unexpected().contains(finding.entities())) {
          faults.add(
              new FlowsAtFault(
                  finding.entities(),
                  lines(staged, finding.evidence().lines()),
                  finding.evidence().total()));
        }
      }
    }
    result.missing().stream().limit(MOST_FAULTS).forEach(f -> faults.add(missing(result, f)));
    return faults;
  }

  /** The flows that carry the entities of a finding that did not come, in any of the windows. */
  private FlowsAtFault missing(CaseResult result, Map<String, String> finding) {
    StagedCases.StagedCase staged = cases.of(result.testCase());
    Map<FlowLogField, String> values = new LinkedHashMap<>();
    for (Entity entity : result.rule().entities()) {
      FlowLogField field = entity.flow();
      String value = finding.get(entity.name());
      if (field != null && value != null) {
        values.put(field, value);
      }
    }
    List<LogLine> places = new ArrayList<>();
    if (!values.isEmpty()) {
      TestCase test = result.testCase();
      Instant from = test.at().minus(result.rule().schedule().over());
      Window all = new Window(test.until(), from, test.until(), staged.arrivedBy(test.until()));
      String sql =
          EntityEvidence.sql(
              EngineSql.DUCKDB,
              List.copyOf(values.keySet()),
              List.of(List.copyOf(values.values())),
              all.time());
      try (Rows rows = staged.engine().run(sql)) {
        while (rows.next()) {
          places.add(
              new LogLine(
                  ((Number) Objects.requireNonNull(rows.value(1))).intValue(),
                  ((Number) Objects.requireNonNull(rows.value(2))).longValue()));
        }
      }
      places.sort(null);
    }
    List<LogLine> first = places.stream().limit(MOST_LINES).toList();
    return new FlowsAtFault(finding, lines(staged, first), places.size());
  }

  private static List<String> lines(StagedCases.StagedCase staged, List<LogLine> places) {
    return places.stream().map(place -> line(staged, place)).toList();
  }

  /** A line of an object as it stands, from 1. */
  static String line(StagedCases.StagedCase staged, LogLine place) {
    Path file = staged.objects().get(place.sourceId() - staged.first()).file();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().skip(place.line() - 1).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
