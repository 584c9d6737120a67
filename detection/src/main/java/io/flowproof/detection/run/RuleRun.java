package io.flowproof.detection.run;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Rule;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import io.flowproof.query.Language;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.Notice;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.QueryTime;
import io.flowproof.query.ResultValue;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.EntityEvidence;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.compile.QueryCompiler.ParsedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs one text of one rule over its windows. */
public final class RuleRun {
  private static final int MOST_FINDINGS = 100_000;

  /** The engine takes about 6 kB of memory for each row that is written in a query. */
  private static final int MOST_SETS = 10_000;

  private static final Pattern GENERATED = Pattern.compile("\"c[0-9]+\"");

  private final Rule rule;
  private final Language language;
  private final SourceText source;
  final QueryEngine engine;
  final QueryCompiler compiler;
  final ParsedQuery parsed;
  final FindingCollector collector;
  final Set<Notice> notices = new LinkedHashSet<>();
  private final Map<Diagnostic, Integer> lacking = new LinkedHashMap<>();
  private final List<OpenFinding> inLastWindow = new ArrayList<>();
  private @Nullable CompiledAt lastCompiled;

  /**
   * Parses the text.
   *
   * @throws InvalidQueryException if it does not parse
   */
  public RuleRun(
      Rule rule, Language language, QueryEngine engine, QueryCompiler compiler, int mostLines) {
    this.rule = rule;
    this.language = language;
    this.engine = engine;
    this.compiler = compiler;
    this.source = rule.text(language).orElseThrow();
    this.parsed = compiler.parse(source, language);
    this.collector = new FindingCollector(rule, language, mostLines);
  }

  /**
   * The stored columns that the query reads at a window's tick; none where that depends on data
   * that are not there.
   *
   * @throws InvalidQueryException if the text does not bind
   */
  Set<String> storedColumns(Window window) {
    try {
      return compiledAt(window.time()).storedColumns();
    } catch (InvalidQueryException e) {
      if (!hasOpenColumns()) {
        throw e;
      }
      return Set.of();
    }
  }

  /** Empty, and noted, where columns depend on data and the window's data do not give them. */
  private Optional<CompiledQuery> compile(Window window) {
    try {
      CompiledQuery query = compiledAt(window.time());
      entityPlaces(query.columns());
      return Optional.of(query);
    } catch (InvalidQueryException e) {
      if (!hasOpenColumns()) {
        throw e;
      }
      e.diagnostics().forEach(problem -> lacking.merge(problem, 1, Integer::sum));
      return Optional.empty();
    }
  }

  /** The first window is often asked about before it is run. */
  private CompiledQuery compiledAt(QueryTime time) {
    if (lastCompiled == null || !lastCompiled.time().equals(time)) {
      lastCompiled = new CompiledAt(time, compiler.compile(parsed, time));
    }
    return lastCompiled.query();
  }

  private record CompiledAt(QueryTime time, CompiledQuery query) {}

  /** True where columns depend on data. */
  boolean hasOpenColumns() {
    return compiler.withoutRunning().compile(parsed, QueryTime.at(Instant.EPOCH)).hasOpenColumns();
  }

  /** What the text has to say about every result, and about those that a limit cut. */
  List<Notice> notices() {
    List<Notice> all = new ArrayList<>(notices);
    lacking.forEach(
        (problem, windows) ->
            all.add(
                new Notice(
                    problem.span(),
                    "%s: the columns depend on data, and the query cannot run %s"
                        .formatted(
                            problem.message(),
                            windows == 1
                                ? "in the one window that lacks it"
                                : "in the %,d windows that lack it".formatted(windows)))));
    return List.copyOf(all);
  }

  /** Everything that {@link #run} found so far. */
  public List<Finding> findings() {
    return collector.finish();
  }

  /**
   * The entities that it finds at one tick, in the order of its result, without their evidence;
   * windows may come in any order.
   *
   * @throws InvalidQueryException if the text does not bind, or an entity's column is missing
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public Set<Map<String, @Nullable String>> entities(Window window) {
    return compile(window)
        .map(query -> results(query, entityPlaces(query.columns()), new ArrayList<>()).keySet())
        .map(Collections::unmodifiableSet)
        .orElse(Set.of());
  }

  /**
   * The entities that it finds at one tick in each of several sets of raw objects, as if each were
   * alone: as few queries as the text allows, each asked when its part is.
   *
   * @param window whose own objects do not matter
   * @param sets disjoint, at least one
   * @return parts that have each set once
   * @throws InvalidQueryException if the text does not bind, or an entity's column is missing
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public List<SetsTogether> together(Window window, List<QueryTime.Objects> sets) {
    return SetsTogether.of(this, window, sets);
  }

  /**
   * What decides which entities are found at a tick, as SQL: two texts with the same can differ in
   * what they show beside the entities only.
   *
   * @throws InvalidQueryException if the text does not bind, or an entity's column is missing
   */
  public String decidingSql(Window window) {
    CompiledQuery query = compiler.withoutRunning().compile(parsed, window.time());
    List<String> sql = new ArrayList<>(query.stageSql());
    sql.add(
        query
            .sideBySideSql(entityPlaces(query.columns()), List.of(new QueryTime.Objects(0, 1)))
            .orElseGet(query::sql));
    return renumbered(String.join(";\n", sql));
  }

  /** Generated names in the order of their appearance: what is not printed takes none. */
  private static String renumbered(String sql) {
    Map<String, String> names = new HashMap<>();
    return GENERATED
        .matcher(sql)
        .replaceAll(name -> names.computeIfAbsent(name.group(), n -> "\"n" + names.size() + '"'));
  }

  /**
   * Runs at one tick; windows must come in order of time.
   *
   * @throws InvalidQueryException if the text does not bind, or an entity's column is missing
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public void run(Window window) {
    Optional<CompiledQuery> compiled = compile(window);
    if (compiled.isEmpty()) {
      inLastWindow.clear();
      return;
    }
    CompiledQuery query = compiled.get();
    notices.addAll(query.notices());
    List<Integer> places = entityPlaces(query.columns());
    List<List<@Nullable Object>> values = new ArrayList<>();
    Map<Map<String, @Nullable String>, Map<String, @Nullable Object>> found =
        results(query, places, values);
    for (LimitCheck check : query.limitChecks()) {
      if (((Number) java.util.Objects.requireNonNull(engine.all(query.sql(check)).get(0).get(0)))
              .longValue()
          > check.limit()) {
        notices.add(new Notice(check.span(), check.message()));
      }
    }
    inLastWindow.clear();
    if (found.isEmpty()) {
      return;
    }
    Optional<String> lineage = query.lineageSql(places, values);
    EvidenceBasis basis = lineage.isPresent() ? EvidenceBasis.LINEAGE : EvidenceBasis.ENTITY;
    WindowFindings open = new WindowFindings(this, window, query.columns(), places, found, basis);
    if (lineage.isPresent()) {
      try (Rows rows = engine.run(lineage.get())) {
        while (rows.next()) {
          open.add(rows, places.size());
        }
      }
    } else {
      addByEntity(window, open.byEntities());
    }
    inLastWindow.addAll(open.leave());
  }

  /**
   * Takes the last window's results for another one that sees the very same records; only right
   * where the text does not depend on the clock.
   */
  void repeat(Window window) {
    inLastWindow.forEach(finding -> finding.stay(window));
  }

  /** True when the text means something else at another tick over the same records. */
  boolean dependsOnNow() {
    if (hasOpenColumns()) {
      return true; // Its SQL is not known before it runs.
    }
    Instant now = Instant.parse("2024-05-14T09:00:00Z");
    return !sqlAt(now).equals(sqlAt(now.plusSeconds(3_333_333)));
  }

  /** All the SQL that would run, subsearches as texts and not as what they give. */
  private List<String> sqlAt(Instant now) {
    CompiledQuery query = compiler.withoutRunning().compile(parsed, QueryTime.at(now));
    List<String> sql = new ArrayList<>(query.stageSql());
    sql.add(query.sql());
    return sql;
  }

  /** The result rows, the first one for each set of entities, whose values go to {@code all}. */
  private Map<Map<String, @Nullable String>, Map<String, @Nullable Object>> results(
      CompiledQuery query, List<Integer> places, List<List<@Nullable Object>> all) {
    Map<Map<String, @Nullable String>, Map<String, @Nullable Object>> found = new LinkedHashMap<>();
    try (Rows rows = engine.run(query.sql())) {
      while (rows.next()) {
        Map<String, @Nullable Object> row = row(query.columns(), rows);
        List<@Nullable Object> values = values(rows, places);
        if (found.putIfAbsent(entities(query.columns(), places, values), row) == null) {
          all.add(values);
        }
        checkFound(found.size());
      }
    }
    return found;
  }

  /** The row's values in some columns. */
  static List<@Nullable Object> values(Rows rows, List<Integer> places) {
    List<@Nullable Object> values = new ArrayList<>();
    places.forEach(place -> values.add(rows.value(place)));
    return values;
  }

  static Map<String, @Nullable Object> row(List<OutputColumn> columns, Rows rows) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      OutputColumn column = columns.get(i);
      row.put(column.name(), ResultValue.json(column.type(), rows.value(i)));
    }
    return row;
  }

  static void checkFound(int entities) {
    if (entities > MOST_FINDINGS) {
      throw new EngineException(
          ErrorCode.MEMORY,
          String.format(
              Locale.ROOT,
              "The rule finds more than %,d different entities in one window",
              MOST_FINDINGS));
    }
  }

  /** One query for many findings: each reads all records of the window. */
  void addByEntity(Window window, Map<Map<String, @Nullable String>, OpenFinding> findings) {
    // A finding is looked for by those of its entities that have a value.
    Map<List<FlowLogField>, Map<List<String>, List<OpenFinding>>> byFields = new LinkedHashMap<>();
    for (var entry : findings.entrySet()) {
      Map<FlowLogField, String> values = fieldValues(entry.getKey());
      if (!values.isEmpty()) {
        byFields
            .computeIfAbsent(List.copyOf(values.keySet()), fields -> new LinkedHashMap<>())
            .computeIfAbsent(List.copyOf(values.values()), set -> new ArrayList<>())
            .add(entry.getValue());
      }
    }
    byFields.forEach(
        (fields, bySet) -> {
          List<List<String>> sets = List.copyOf(bySet.keySet());
          for (int from = 0; from < sets.size(); from += MOST_SETS) {
            List<List<String>> some = sets.subList(from, Math.min(from + MOST_SETS, sets.size()));
            addByEntity(
                EntityEvidence.sql(compiler.engine(), fields, some, window.time()), some, bySet);
          }
        });
  }

  private void addByEntity(
      String sql, List<List<String>> sets, Map<List<String>, List<OpenFinding>> findings) {
    try (Rows rows = engine.run(sql)) {
      while (rows.next()) {
        EvidenceLine line = line(rows, 1);
        if (line != null && rows.value(0) instanceof Number set) {
          List<String> values = sets.get(set.intValue());
          findings.getOrDefault(values, List.of()).forEach(finding -> finding.add(line));
        }
      }
    }
  }

  private Map<FlowLogField, String> fieldValues(Map<String, @Nullable String> entities) {
    Map<FlowLogField, String> values = new LinkedHashMap<>();
    for (Entity entity : rule.entities()) {
      FlowLogField field = entity.flow();
      String value = entities.get(entity.name());
      if (field != null && value != null) {
        values.put(field, value);
      }
    }
    return values;
  }

  /** The columns of {@link io.flowproof.query.algebra.Lineage#COLUMNS}, from {@code at} on. */
  static @Nullable EvidenceLine line(Rows rows, int at) {
    Number sourceId = (Number) rows.value(at);
    Number sourceLine = (Number) rows.value(at + 1);
    if (sourceId == null || sourceLine == null) {
      return null; // A row of the query's own making, such as one of a datatable.
    }
    Instant start = rows.value(at + 2) instanceof Instant instant ? instant : Instant.EPOCH;
    Instant end = rows.value(at + 3) instanceof Instant instant ? instant : start;
    long bytes = rows.value(at + 4) instanceof Number number ? number.longValue() : 0;
    return new EvidenceLine(
        new LogLine(sourceId.intValue(), sourceLine.longValue()), start, end, bytes);
  }

  Map<String, @Nullable String> entities(
      List<OutputColumn> columns, List<Integer> places, List<@Nullable Object> values) {
    Map<String, @Nullable String> entities = new LinkedHashMap<>();
    for (int i = 0; i < places.size(); i++) {
      entities.put(
          rule.entities().get(i).name(),
          ResultValue.text(columns.get(places.get(i)).type(), values.get(i)));
    }
    return entities;
  }

  /** Where the rule's entities stand among the result's columns, in the rule's order. */
  List<Integer> entityPlaces(List<OutputColumn> columns) {
    List<String> names = columns.stream().map(OutputColumn::name).toList();
    List<Integer> places = new ArrayList<>();
    List<Diagnostic> missing = new ArrayList<>();
    for (Entity entity : rule.entities()) {
      String name = column(entity);
      int place = names.indexOf(name);
      places.add(place);
      if (place < 0) {
        String hint = Suggestion.didYouMean(String.valueOf(name), names);
        missing.add(
            new Diagnostic(
                ErrorCode.INVALID_RULE,
                Span.at(0),
                "The result has no column '" + name + "' for the entity '" + entity.name() + "'",
                hint == null ? "it has " + String.join(", ", names) : hint));
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidQueryException(source, missing);
    }
    return places;
  }

  private @Nullable String column(Entity entity) {
    return switch (language) {
      case KQL -> entity.kql();
      case SPL -> entity.spl();
    };
  }
}
