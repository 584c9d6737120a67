package io.flowproof.engine.duckdb;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import java.io.PrintWriter;
import java.sql.SQLException;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** A Java function as DuckDB calls it: with vectors of up to 2,048 rows. */
final class FunctionAdapter implements DuckDBScalarFunction {
  private final JavaFunction function;

  private FunctionAdapter(JavaFunction function) {
    this.function = function;
  }

  /** Makes the function known to all connections of the database. */
  static void register(JavaFunction function, DuckDBConnection connection) throws SQLException {
    try (DuckDBScalarFunctionBuilder builder =
        DuckDBFunctions.scalarFunction()
            .withName(function.name())
            .withReturnType(engineType(function.result()))) {
      for (ColumnType parameter : function.parameters()) {
        builder.withParameter(engineType(parameter));
      }
      builder.withVectorizedFunction(new FunctionAdapter(function)).register(connection);
    }
  }

  private static DuckDBColumnType engineType(ColumnType type) {
    return switch (type) {
      case INT -> DuckDBColumnType.INTEGER;
      case LONG -> DuckDBColumnType.BIGINT;
      case DOUBLE -> DuckDBColumnType.DOUBLE;
      case BOOLEAN -> DuckDBColumnType.BOOLEAN;
      case TEXT -> DuckDBColumnType.VARCHAR;
      case TIMESTAMP, BYTES ->
          throw new IllegalArgumentException("A Java function cannot take or give a " + type);
    };
  }

  @Override
  public void apply(DuckDBDataChunkReader input, DuckDBWritableVector output) {
    int width = function.parameters().size();
    DuckDBReadableVector[] vectors = new DuckDBReadableVector[width];
    for (int i = 0; i < width; i++) {
      vectors[i] = input.vector(i);
    }
    Object[] arguments = new Object[width];
    try {
      for (long row = 0; row < output.rowCount(); row++) {
        @Nullable Object result =
            read(vectors, row, arguments) ? function.body().apply(arguments) : null;
        write(output, row, result);
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new Failure(e);
    }
  }

  /** Fills in the arguments of a row; false when one is null. */
  private boolean read(DuckDBReadableVector[] vectors, long row, Object[] arguments) {
    for (int i = 0; i < vectors.length; i++) {
      DuckDBReadableVector vector = vectors[i];
      if (vector.isNull(row)) {
        return false;
      }
      arguments[i] =
          switch (function.parameters().get(i)) {
            case INT -> vector.getInt(row);
            case LONG -> vector.getLong(row);
            case DOUBLE -> vector.getDouble(row);
            case BOOLEAN -> vector.getBoolean(row);
            case TEXT -> vector.getString(row);
            case TIMESTAMP, BYTES -> throw new IllegalStateException();
          };
    }
    return true;
  }

  private void write(DuckDBWritableVector output, long row, @Nullable Object result) {
    if (result == null) {
      output.setNull(row);
      return;
    }
    switch (function.result()) {
      case INT -> output.setInt(row, (Integer) result);
      case LONG -> output.setLong(row, (Long) result);
      case DOUBLE -> output.setDouble(row, (Double) result);
      case BOOLEAN -> output.setBoolean(row, (Boolean) result);
      case TEXT -> output.setString(row, (String) result);
      case TIMESTAMP, BYTES -> throw new IllegalStateException();
    }
  }

  /** DuckDB shows the stack trace of an exception as the query's error: this one has none. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(Throwable cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }

    @Override
    public void printStackTrace(PrintWriter writer) {
      writer.print(getMessage());
    }
  }
}
