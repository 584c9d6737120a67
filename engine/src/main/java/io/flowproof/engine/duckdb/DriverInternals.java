package io.flowproof.engine.duckdb;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;

/**
 * What the driver of DuckDB has and does not show. Without the first, a query that fails halfway
 * looks like one that ended; without the second, a query can be stopped only before its first
 * vector is there. A driver that lacks them is refused when the first query starts.
 */
final class DriverInternals {
  private static final Method CHECK_ERROR = method(DuckDBChunkedResult.class, "checkError");
  private static final Method INTERRUPT = method(DuckDBConnection.class, "interrupt");

  private static final Field LOCK = lockField();

  private DriverInternals() {}

  private static Field lockField() {
    try {
      Field field = DuckDBConnection.class.getDeclaredField("connRefLock");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw unusable(e);
    }
  }

  private static LinkageError unusable(ReflectiveOperationException e) {
    return new LinkageError("This version of DuckDB's driver cannot be used", e);
  }

  private static Method method(Class<?> owner, String name) {
    try {
      Method method = owner.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw unusable(e);
    }
  }

  /** Throws what went wrong with a query whose vectors have ended, if anything did. */
  static void checkError(DuckDBChunkedResult result) throws SQLException {
    call(CHECK_ERROR, result);
  }

  /**
   * Stops what the connection computes now, from any thread. It does nothing while a query is being
   * planned, which holds the connection's lock.
   */
  static void interrupt(DuckDBConnection connection) throws SQLException {
    Lock lock = lock(connection);
    if (lock.tryLock()) {
      try {
        call(INTERRUPT, connection);
      } finally {
        lock.unlock();
      }
    }
  }

  private static Lock lock(DuckDBConnection connection) {
    try {
      return (Lock) LOCK.get(connection);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void call(Method method, Object target) throws SQLException {
    try {
      method.invoke(target);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
