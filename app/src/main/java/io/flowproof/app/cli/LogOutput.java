package io.flowproof.app.cli;

import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.deliver.CloudWatchEvents;
import io.flowproof.simulate.deliver.Delivery;
import io.flowproof.simulate.deliver.PrintedLines;
import io.flowproof.simulate.deliver.S3Layout;
import io.flowproof.simulate.deliver.S3Layout.FileFormat;
import io.flowproof.simulate.deliver.S3Objects;
import io.flowproof.simulate.record.RecordSink;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how simulated flow logs are written. */
final class LogOutput {
  /** How AWS delivers. */
  enum Layout {
    /** Objects in a bucket. */
    S3,
    /** What {@code aws logs filter-log-events} prints. */
    CLOUDWATCH
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "The folder to write to; it must be empty, or is created. With - the records are",
        "printed, and no truth is written."
      })
  private @Nullable Path out;

  @Option(
      names = "--log-format",
      paramLabel = "FIELDS",
      description = {
        "The fields of the records: v2 to v11 for all that this version has, or",
        "'$${version} $${account-id} …' (default: v5)."
      })
  private String logFormat = "v5";

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "The longest aggregation window, 60 or 600; Nitro has 60 (default: 60).")
  private int interval = 60;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "${COMPLETION-CANDIDATES}: how AWS delivers (default: ${DEFAULT-VALUE}).")
  private Layout layout = Layout.S3;

  @Option(
      names = "--file-format",
      paramLabel = "FORMAT",
      description = "plain-text or parquet: what objects are (default: plain-text).",
      converter = FileFormatArgument.class)
  private FileFormat fileFormat = FileFormat.PLAIN_TEXT;

  @Option(
      names = "--hive-compatible-partitions",
      description = "Put objects into folders such as year=2026/month=03/day=02.")
  private boolean hive;

  @Option(names = "--per-hour-partition", description = "Put objects into a folder for each hour.")
  private boolean hourly;

  @Option(
      names = "--no-nodata",
      description = "Leave out the NODATA records of windows without traffic.")
  private boolean silent;

  /** Whether windows without traffic are recorded. */
  boolean nodata() {
    return !silent;
  }

  /**
   * The folder; null when records are to be printed.
   *
   * @throws UsageException when it is not given, or holds something
   */
  @Nullable Path folder() throws IOException {
    Path folder = out;
    if (folder == null) {
      throw new UsageException("Missing required option: '--out=DIR'");
    }
    if (folder.toString().equals("-")) {
      return null;
    }
    if (Files.exists(folder)) {
      if (!Files.isDirectory(folder)) {
        throw new UsageException(folder + " is a file (--out names a folder)");
      }
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new UsageException(folder + " is not empty (logs would be mixed)");
        }
      }
    }
    Files.createDirectories(folder);
    return folder;
  }

  /** The fields of the records. */
  LogFormat format() {
    try {
      if (logFormat.matches("v([2-9]|10|11)")) {
        return LogFormat.ofVersion(Integer.parseInt(logFormat.substring(1)));
      }
      return LogFormat.parse(logFormat);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** The longest aggregation window, in seconds. */
  int interval() {
    if (interval != 60 && interval != 600) {
      throw new UsageException("Invalid --interval: " + interval + " (must be 60 or 600)");
    }
    return interval;
  }

  /**
   * Writes to the folder, or without one to that stream.
   *
   * @throws UsageException for options that have no meaning together
   */
  RecordSink sink(@Nullable Path folder, long seed, PrintStream out) {
    S3Layout objects = new S3Layout(fileFormat, hive, hourly);
    if (!objects.equals(S3Layout.DEFAULT) && (folder == null || layout != Layout.S3)) {
      throw new UsageException(
          "--file-format, --hive-compatible-partitions and --per-hour-partition are for objects"
              + " (--layout S3 with --out DIR)");
    }
    if (folder == null) {
      return new PrintedLines(out);
    }
    Delivery delivery = new Delivery(seed, Delivery.USUAL.lateShare());
    return switch (layout) {
      case S3 -> new S3Objects(folder, objects, delivery);
      case CLOUDWATCH -> new CloudWatchEvents(folder, delivery);
    };
  }
}
