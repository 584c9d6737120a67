package io.flowproof.app.cli;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a disk is full, which Java, DuckDB, SQLite and Iceberg each say in words of their own,
 * mostly as the cause of something else.
 */
final class FullDisk {
  /** Linux (ENOSPC, EDQUOT), and SQLite (SQLITE_FULL). */
  private static final Pattern SAID =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|database or disk is full",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WHAT = Pattern.compile("(Cannot [^:]*?'[^']+')");

  private FullDisk() {}

  /** What to say of a failure that a full disk is the cause of; null where it is not. */
  static @Nullable String message(Throwable failure) {
    if (!isCause(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      return null;
    }
    Matcher what = WHAT.matcher(String.valueOf(failure.getMessage()));
    return "%s: no space left on the disk (free space there, then run it again; what was committed before stays)"
        .formatted(what.find() ? what.group(1) : "Cannot write");
  }

  private static boolean isCause(@Nullable Throwable failure, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return false;
    }
    if (failure.getMessage() != null && SAID.matcher(failure.getMessage()).find()) {
      return true;
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      if (isCause(suppressed, seen)) {
        return true;
      }
    }
    return isCause(failure.getCause(), seen);
  }
}
