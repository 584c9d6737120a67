package io.flowproof.engine.duckdb;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import java.util.List;

/**
 * What a {@link DuckDbEngine} is opened with; nothing of it can be changed by a query.
 *
 * @param limits what each query may use
 * @param threads how many threads work on a query
 * @param functions Java functions that queries may call
 * @param watchdog who holds queries to their timeout; shared, closed by whoever made it
 */
public record DuckDbSettings(
    QueryLimits limits, int threads, List<JavaFunction> functions, Watchdog watchdog) {

  /** All processors, no functions. */
  public static DuckDbSettings of(QueryLimits limits, Watchdog watchdog) {
    return new DuckDbSettings(
        limits, Runtime.getRuntime().availableProcessors(), List.of(), watchdog);
  }

  /** The same with other functions. */
  public DuckDbSettings withFunctions(List<JavaFunction> other) {
    return new DuckDbSettings(limits, threads, List.copyOf(other), watchdog);
  }

  /** The same with another number of threads. */
  public DuckDbSettings withThreads(int other) {
    return new DuckDbSettings(limits, other, functions, watchdog);
  }
}
