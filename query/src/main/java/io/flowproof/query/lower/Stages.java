package io.flowproof.query.lower;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.query.algebra.Trimmer;
import io.flowproof.query.sql.SqlPrinter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * The queries that run while a query is being compiled, because the rest of it cannot be planned
 * without their rows: subsearches, and the names of columns that depend on data. A stage sees the
 * clock and the time range of the query that it belongs to. The same stage runs once.
 *
 * <p>Without a {@link StageRunner} (validation, {@code --explain}) nothing is known of their rows.
 * Where columns are left open because of that, names that cannot be found are no problems, and the
 * operators that use them are left out of the plan.
 */
public final class Stages {
  private final @Nullable StageRunner runner;
  private final Diagnostics diagnostics;
  private final SqlPrinter printer;
  private final Map<String, RelNode> plans = new LinkedHashMap<>();
  private final Map<String, List<List<@Nullable Object>>> known = new HashMap<>();
  private boolean openColumns;
  private boolean suspended;

  Stages(@Nullable StageRunner runner, Diagnostics diagnostics, SqlPrinter printer) {
    this.runner = runner;
    this.diagnostics = diagnostics;
    this.printer = printer;
  }

  /**
   * The rows of a plan; empty when nothing can run here, or the query has been refused already.
   *
   * @throws RuntimeException as the engine has it when the stage fails or reaches a limit
   */
  public Optional<List<List<@Nullable Object>>> rows(RelNode plan) {
    String sql = printer.toRun(plan);
    plans.putIfAbsent(sql, Trimmer.trim(plan));
    if (runner == null || suspended || !diagnostics.isEmpty()) {
      return Optional.empty();
    }
    List<List<@Nullable Object>> rows = known.get(sql);
    if (rows == null) {
      rows = runner.rows(sql);
      known.put(sql, rows);
    }
    return Optional.of(rows);
  }

  /** True where stages run. */
  public boolean canRun() {
    return runner != null;
  }

  /** Says that columns depend on rows that are not known: any column may be there. */
  public void leaveColumnsOpen() {
    openColumns = true;
  }

  /** True when columns of the result, or of a table on the way, are not known. */
  public boolean hasOpenColumns() {
    return openColumns;
  }

  /** Does work whose result is only looked at for problems: no stage runs meanwhile. */
  public void withoutRunning(Runnable work) {
    boolean before = suspended;
    boolean open = openColumns;
    Map<String, RelNode> own = Map.copyOf(plans);
    suspended = true;
    try {
      work.run();
    } finally {
      suspended = before;
      openColumns = open;
      plans.keySet().retainAll(own.keySet());
    }
  }

  /** The plans of all stages by what the runner is asked, in the order in which they run. */
  public Map<String, RelNode> plans() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(plans));
  }
}
