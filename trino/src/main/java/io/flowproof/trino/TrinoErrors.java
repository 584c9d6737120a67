package io.flowproof.trino;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what Trino and its driver say into messages that say who must act. */
final class TrinoErrors {
  private static final Pattern QUERY_ID = Pattern.compile("^Query failed \\(#\\w+\\): ");

  /** Trino's numbers of errors: StandardErrorCode in its sources. */
  private static final int GENERIC_USER_ERROR = 0;

  private static final int TABLE_NOT_FOUND = 46;

  private static final int SCHEMA_NOT_FOUND = 45;
  private static final int CATALOG_NOT_FOUND = 44;
  private static final int USER_CANCELED = 3;
  private static final int PERMISSION_DENIED = 4;
  private static final int INSUFFICIENT_RESOURCES = 0x0002_0000;
  private static final int EXTERNAL = 0x0100_0000;

  private static final Map<Integer, String> RESOURCES =
      Map.of(
          INSUFFICIENT_RESOURCES,
          "The query needs more than the cluster has",
          INSUFFICIENT_RESOURCES + 1,
          "The query needs more memory than the cluster gives to one",
          INSUFFICIENT_RESOURCES + 2,
          "The cluster's queue of queries is full",
          INSUFFICIENT_RESOURCES + 4,
          "The cluster is out of memory",
          INSUFFICIENT_RESOURCES + 7,
          "The query needs more memory than the cluster gives to one");

  /** A worker that went away says so in one of these ways. */
  private static final Pattern WORKER =
      Pattern.compile(
          "too many errors talking to a worker|Expected response code|worker node|"
              + "Error fetching http|Failed communicating|node has gone|gone away|"
              + "No worker nodes available|REMOTE_TASK|PAGE_TRANSPORT|Unable to rewind|"
              + "Could not communicate with the remote task|Connection refused.*/v1/task|"
              + "Server refused connection|does not exist.*task|Remote task.*failed",
          Pattern.CASE_INSENSITIVE);

  private TrinoErrors() {}

  static EngineException of(SQLException e, TrinoSettings settings) {
    String text = text(e);
    if (e.getMessage() != null && QUERY_ID.matcher(e.getMessage()).find()) {
      return ofQuery(e, text, settings);
    }
    Throwable root = root(e);
    if (root instanceof ConnectException || root instanceof UnknownHostException) {
      return new EngineException(
          ErrorCode.ENGINE,
          "Trino cannot be reached at %s: %s (is it running there? --trino-url says where)"
              .formatted(settings.url(), reason(root)),
          e);
    }
    if (WORKER.matcher(text).find()) {
      return lostWorker(e, text);
    }
    return new EngineException(
        ErrorCode.ENGINE, "Trino at %s failed: %s".formatted(settings.url(), text), e);
  }

  private static EngineException ofQuery(SQLException e, String text, TrinoSettings settings) {
    int code = e.getErrorCode();
    return switch (code) {
      case USER_CANCELED -> EngineException.cancelled();
      // What the query itself says is wrong.
      case GENERIC_USER_ERROR -> new EngineException(ErrorCode.ENGINE, text, e);
      case TABLE_NOT_FOUND, SCHEMA_NOT_FOUND, CATALOG_NOT_FOUND ->
          new EngineException(
              ErrorCode.ENGINE,
              "%s (the lake's tables are looked for in %s.%s: --catalog and --schema say where)"
                  .formatted(text, settings.catalog(), settings.schema()),
              e);
      case PERMISSION_DENIED ->
          new EngineException(
              ErrorCode.ENGINE, "%s (asked as user %s)".formatted(text, settings.user()), e);
      default -> {
        if (RESOURCES.containsKey(code)) {
          yield new EngineException(
              ErrorCode.MEMORY, "%s: %s (narrow it)".formatted(RESOURCES.get(code), text), e);
        }
        if (code < EXTERNAL && WORKER.matcher(text).find()) {
          yield lostWorker(e, text);
        }
        yield new EngineException(ErrorCode.ENGINE, "Trino: " + text, e);
      }
    };
  }

  private static EngineException lostWorker(SQLException e, String text) {
    return new EngineException(
        ErrorCode.ENGINE,
        "A worker of the cluster was lost while the query ran; nothing was changed, and the query"
            + " can be run again: "
            + text,
        e);
  }

  private static String text(SQLException e) {
    return QUERY_ID.matcher(String.valueOf(e.getMessage())).replaceFirst("").strip();
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e;
    for (int i = 0; i < 20 && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String reason(Throwable e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
