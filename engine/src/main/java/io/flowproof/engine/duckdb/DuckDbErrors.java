package io.flowproof.engine.duckdb;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryLimits;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns DuckDB's messages, which begin with the kind of error, into ours. */
final class DuckDbErrors {
  private static final Pattern KIND = Pattern.compile("^([A-Z][A-Za-z ]*?) ?(?:Error|Exception): ");

  private static final Map<String, ErrorCode> CODES =
      Map.of(
          "Parser", ErrorCode.SYNTAX,
          "Binder", ErrorCode.TYPE_MISMATCH,
          "Catalog", ErrorCode.UNKNOWN_TABLE,
          "Permission", ErrorCode.FORBIDDEN,
          "INTERNAL", ErrorCode.INTERNAL);

  private DuckDbErrors() {}

  /** What went wrong in a query that nobody stopped. */
  static EngineException of(SQLException e, QueryLimits limits) {
    if (isOutOfMemory(e)) {
      return new EngineException(
          ErrorCode.MEMORY,
          "The query needs more than the memory limit of %d MiB (narrow it, or raise the limit with --memory)"
              .formatted(limits.memoryBytes() >> 20),
          e);
    }
    return new EngineException(code(e), text(e), e);
  }

  static boolean isOutOfMemory(SQLException e) {
    String message = message(e);
    return message.startsWith("Out of Memory Error") || message.contains("std::bad_alloc");
  }

  private static ErrorCode code(SQLException e) {
    String text = text(e);
    if (text.startsWith("Referenced column")) {
      return ErrorCode.UNKNOWN_COLUMN;
    }
    if (text.contains("Function with name")) {
      return ErrorCode.UNKNOWN_FUNCTION;
    }
    Matcher kind = KIND.matcher(message(e));
    return kind.find() ? CODES.getOrDefault(kind.group(1), ErrorCode.ENGINE) : ErrorCode.ENGINE;
  }

  /** The message without the kind of error before it. */
  static String text(SQLException e) {
    return KIND.matcher(message(e)).replaceFirst("").strip();
  }

  private static String message(SQLException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
