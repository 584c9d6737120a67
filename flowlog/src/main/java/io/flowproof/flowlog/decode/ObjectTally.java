package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.decode.ColumnBuilder.Longs;
import io.flowproof.flowlog.decode.ColumnBuilder.Texts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts what one object holds while it is being decoded. */
final class ObjectTally {
  /** Formats of one object. */
  static final int MOST_FORMATS = 1000;

  private static final int MOST_DAMAGES = 20;

  private final String object;
  private final int mostRejects;
  private final NameCollector interfaces;
  private final NameCollector accounts;
  private final StretchCollector recorded = new StretchCollector();
  private final List<FormatTally> formats = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private final Map<RejectKind, Long> rejectsByKind = new EnumMap<>(RejectKind.class);
  private final List<String> damage = new ArrayList<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long rejected;
  private long flows;
  private long nodata;
  private long skipdata;
  long headers;
  long blank;
  long lines;
  long controlMessages;

  /** The records of one format. */
  static final class FormatTally {
    final LogFormat format;
    long flows;
    long nodata;
    long skipdata;
    long rejected;

    FormatTally(LogFormat format) {
      this.format = format;
    }

    FormatCount count() {
      return new FormatCount(format, flows, nodata, skipdata, rejected);
    }
  }

  ObjectTally(String object, int mostRejects, NameCollector interfaces, NameCollector accounts) {
    this.object = object;
    this.mostRejects = mostRejects;
    this.interfaces = interfaces;
    this.accounts = accounts;
    interfaces.clear();
    accounts.clear();
  }

  String object() {
    return object;
  }

  /** False when the object has shown too many formats already, as no real one does. */
  boolean takesFormat(LogFormat format) {
    return formats.size() < MOST_FORMATS
        || formats.stream().anyMatch(tally -> tally.format.equals(format));
  }

  FormatTally format(LogFormat format) {
    for (FormatTally tally : formats) {
      if (tally.format.equals(format)) {
        return tally;
      }
    }
    FormatTally tally = new FormatTally(format);
    formats.add(tally);
    return tally;
  }

  /** Counts the row committed last. */
  void row(FormatTally format, OpenTable table, LogStatus status) {
    lines++;
    switch (status) {
      case OK -> {
        flows++;
        format.flows++;
      }
      case NODATA -> {
        nodata++;
        format.nodata++;
      }
      case SKIPDATA -> {
        skipdata++;
        format.skipdata++;
      }
    }
    int row = table.rows.rows() - 1;
    time(table.start, row);
    time(table.end, row);
    cover(table, row);
    name(interfaces, table.interfaceId, row);
    name(accounts, table.accountId, row);
  }

  private void time(@Nullable Longs column, int row) {
    if (column != null && !column.validity().isNull(row)) {
      long time = column.values[row];
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
  }

  private void cover(OpenTable table, int row) {
    Longs start = table.start;
    if (start != null && !start.validity().isNull(row) && table.isOfInterfaces) {
      Longs end = table.end;
      recorded.add(
          start.values[row],
          end != null && !end.validity().isNull(row) ? end.values[row] : start.values[row]);
    }
  }

  private static void name(NameCollector names, @Nullable Texts column, int row) {
    if (column != null && column.offsets[row + 1] > column.offsets[row]) {
      names.add(column.bytes, column.offsets[row], column.offsets[row + 1]);
    }
  }

  /** True while the next reject is kept as a sample. */
  boolean keepsRejects() {
    return rejects.size() < mostRejects;
  }

  /** Counts a rejected line; {@code sample} may be null when samples are no longer kept. */
  void reject(@Nullable FormatTally format, RejectKind kind, @Nullable Reject sample) {
    lines++;
    rejected++;
    if (format != null) {
      format.rejected++;
    }
    rejectsByKind.merge(kind, 1L, Long::sum);
    if (sample != null) {
      rejects.add(sample);
    }
  }

  void damage(String text) {
    if (damage.size() < MOST_DAMAGES) {
      damage.add(text);
    }
  }

  boolean isDamaged() {
    return !damage.isEmpty();
  }

  ObjectAccount account(int id, long bytes, String sha256, UnaryOperator<String> intern) {
    return new ObjectAccount(
        id,
        object,
        S3Name.of(object),
        bytes,
        sha256,
        formats.stream().map(FormatTally::count).toList(),
        headers,
        blank,
        lines,
        flows,
        nodata,
        skipdata,
        rejected,
        first == Long.MAX_VALUE ? null : Instant.EPOCH.plus(first, ChronoUnit.MICROS),
        last == Long.MIN_VALUE ? null : Instant.EPOCH.plus(last, ChronoUnit.MICROS),
        recorded.stretches(),
        interfaces.names(intern),
        accounts.names(intern),
        controlMessages,
        List.copyOf(damage),
        List.copyOf(rejects),
        Collections.unmodifiableMap(rejectsByKind));
  }
}
