package io.flowproof.engine.duckdb;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import java.sql.SQLException;

/** Says of a failed write where it was, how far it came and what to do. */
final class StagingErrors {
  private StagingErrors() {}

  static EngineException of(SQLException e, StagingDirectory directory) {
    String text = DuckDbErrors.text(e);
    if (DuckDbErrors.isOutOfMemory(e)) {
      return new EngineException(
          ErrorCode.MEMORY,
          "Writing the staging database in %s needs more memory than it may use: %s (raise it with --memory)"
              .formatted(directory.path(), text),
          e);
    }
    return new EngineException(
        ErrorCode.ENGINE,
        "Cannot write the staging database in %s, %d bytes written and %d bytes free there: %s (free space, or place it elsewhere with --staging DIR)"
            .formatted(directory.path(), directory.bytes(), directory.freeBytes(), text),
        e);
  }
}
