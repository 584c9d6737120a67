package io.flowproof.detection.trial;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.LogLine;
import io.flowproof.detection.run.RuleRun;
import io.flowproof.detection.run.Window;
import io.flowproof.engine.api.Rows;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.compile.EntityEvidence;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.RecorderSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A text of a rule on one case, tick by tick, and what it would find with less. */
public final class CaseTicks {
  private final Rule rule;
  private final TestCase test;
  private final StagedCases.StagedCase staged;
  private final RuleRun run;

  /**
   * Parses the text.
   *
   * @throws io.flowproof.core.source.InvalidQueryException if it does not parse
   */
  public CaseTicks(StagedCases cases, Rule rule, Language language, TestCase test) {
    this.rule = rule;
    this.test = test;
    this.staged = cases.of(test);
    this.run = new RuleRun(rule, language, staged.engine(), staged.compiler(), 0);
  }

  /** The rule's ticks, in order. */
  public List<Instant> ticks() {
    return test.ticks(rule.schedule().every());
  }

  /** How many objects had arrived by a tick. */
  public int arrivedBy(Instant tick) {
    QueryTime.Objects objects = staged.arrivedBy(tick);
    return objects.end() - objects.first();
  }

  /** When the object of that number, from 1, arrived. */
  public Instant arrival(int number) {
    return staged.objects().get(number - 1).at();
  }

  /** What is known of the case's attacks: a file of JSON objects, one a line. */
  public Optional<Path> truth() {
    return Optional.ofNullable(staged.truth());
  }

  /**
   * What is found at a tick by entity when the first objects are there.
   *
   * @throws io.flowproof.core.source.InvalidQueryException if the text does not bind
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public Set<Map<String, @Nullable String>> at(Instant tick, int objects) {
    return run.entities(
        new Window(
            tick,
            tick.minus(rule.schedule().over()),
            tick,
            new QueryTime.Objects(staged.first(), staged.first() + objects)));
  }

  /**
   * A flow that a finding rests on.
   *
   * @param end its last packet
   * @param windowEnd the end of the aggregation window that holds it; null where that is not known
   */
  public record LastFlow(Instant end, @Nullable Instant windowEnd) {}

  /** The last flow with a finding's entities in one object; empty without any. */
  public Optional<LastFlow> lastFlow(
      Map<String, @Nullable String> finding, Instant tick, int number) {
    Map<FlowLogField, String> values = new LinkedHashMap<>();
    for (Entity entity : rule.entities()) {
      FlowLogField field = entity.flow();
      String value = finding.get(entity.name());
      if (field != null && value != null) {
        values.put(field, value);
      }
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    int object = staged.first() + number - 1;
    QueryTime time =
        new QueryTime(
            tick,
            tick.minus(rule.schedule().over()),
            tick,
            new QueryTime.Objects(object, object + 1));
    Instant last = null;
    long line = 0;
    String sql =
        EntityEvidence.sql(
            EngineSql.DUCKDB,
            List.copyOf(values.keySet()),
            List.of(List.copyOf(values.values())),
            time);
    try (Rows rows = staged.engine().run(sql)) {
      while (rows.next()) {
        if (rows.value(4) instanceof Instant end
            && rows.value(2) instanceof Number place
            && (last == null || end.isAfter(last))) {
          last = end;
          line = place.longValue();
        }
      }
    }
    return last == null
        ? Optional.empty()
        : Optional.of(new LastFlow(last, windowEnd(object, line, last)));
  }

  /** Interfaces of a simulation have windows of which everything is known. */
  private @Nullable Instant windowEnd(int object, long line, Instant packet) {
    if (staged.logs().isEmpty()) {
      return null;
    }
    List<String> names = List.of(CaseRunner.line(staged, new LogLine(object, 1)).split(" "));
    String[] values = CaseRunner.line(staged, new LogLine(object, line)).split(" ");
    int vpc = names.indexOf(FlowLogField.VPC_ID.awsName());
    int point = names.indexOf(FlowLogField.INTERFACE_ID.awsName());
    FlowLog log = vpc < 0 || vpc >= values.length ? null : staged.logs().get(values[vpc]);
    return log == null || point < 0 || point >= values.length
        ? null
        : RecorderSettings.windowEnd(log, values[point], packet);
  }
}
