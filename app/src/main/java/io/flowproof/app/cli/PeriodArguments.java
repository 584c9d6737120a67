package io.flowproof.app.cli;

import io.flowproof.detection.investigate.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the records begin that are looked at. */
final class PeriodArguments {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Only records that begin at this time or later.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Only records that begin before this time.")
  private @Nullable Instant to;

  /** The beginning, or null. */
  @Nullable Instant from() {
    return from;
  }

  /** The end, itself not in it, or null. */
  @Nullable Instant to() {
    return to;
  }

  /**
   * Sees to it that a time has any length.
   *
   * @throws UsageException where it ends before it begins, or at once
   */
  static void check(@Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new UsageException("--from %s is not before --to %s".formatted(from, to));
    }
  }

  /** With the idle gap of the other arguments. */
  Scope scope(InvestigateArguments arguments) {
    return arguments.scope(from, to);
  }
}
