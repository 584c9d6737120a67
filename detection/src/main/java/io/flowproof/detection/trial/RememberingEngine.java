package io.flowproof.detection.trial;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whole results ({@link #all}): what is asked while a text is compiled is small, and most
 * mutants of the text ask the same. Its tables never change. For one thread.
 */
final class RememberingEngine implements QueryEngine {
  private final QueryEngine engine;
  private final Map<String, List<List<@Nullable Object>>> known = new HashMap<>();

  RememberingEngine(QueryEngine engine) {
    this.engine = engine;
  }

  @Override
  public Rows run(String sql) {
    return engine.run(sql);
  }

  @Override
  public List<List<@Nullable Object>> all(String sql) {
    List<List<@Nullable Object>> rows = known.get(sql);
    if (rows == null) {
      rows = engine.all(sql);
      known.put(sql, rows);
    }
    return rows;
  }

  @Override
  public void cancel() {
    engine.cancel();
  }

  /** Nothing: the engine is not its own. */
  @Override
  public void close() {
    known.clear();
  }
}
