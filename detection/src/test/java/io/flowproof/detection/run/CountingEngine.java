package io.flowproof.detection.run;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was asked. */
final class CountingEngine implements QueryEngine {
  private final QueryEngine engine;
  private final List<String> queries = new ArrayList<>();

  CountingEngine(QueryEngine engine) {
    this.engine = engine;
  }

  List<String> queries() {
    return queries;
  }

  @Override
  public Rows run(String sql) {
    queries.add(sql);
    return engine.run(sql);
  }

  @Override
  public void cancel() {
    engine.cancel();
  }

  /** Nothing: the engine is not its own. */
  @Override
  public void close() {}
}
