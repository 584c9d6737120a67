package io.flowproof.engine.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query, read forward once. Rows are fetched as they are read, so that a result
 * larger than memory can be read. For one thread; only {@link #cancel} may be called from others.
 */
public interface Rows extends AutoCloseable {

  /**
   * A column of the result.
   *
   * @param name its name, as the query gives it
   * @param type the class of its values
   * @param engineType the engine's own name of its type, for messages and explanations
   */
  record ResultColumn(String name, ValueType type, String engineType) {}

  /** The columns, in order; names may repeat. */
  List<ResultColumn> columns();

  /**
   * Goes to the next row, first to the first one.
   *
   * @return false after the last row
   * @throws EngineException if the query fails, is cancelled, or its time is over
   */
  boolean next();

  /** The value in a column of the current row, or null; the first column is 0. */
  @Nullable Object value(int column);

  /** Stops the query: the {@link #next} that runs, or the one after, throws. */
  void cancel();

  /** Lets go of the query; it is not an error to leave rows unread. */
  @Override
  void close();
}
