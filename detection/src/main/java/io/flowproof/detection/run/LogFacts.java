package io.flowproof.detection.run;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.run.RuleOutcome.Sight;
import io.flowproof.flowlog.decode.FormatCount;
import io.flowproof.flowlog.decode.LogFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of logs to say what a rule can see in them.
 *
 * @param formats their formats, with the records of each
 * @param first the earliest start of a record, or null without records
 * @param last the latest end of a record, or null without records
 * @param unset columns in which no record has a value, by stored table; those that are known
 */
public record LogFacts(
    List<FormatCount> formats,
    @Nullable Instant first,
    @Nullable Instant last,
    Map<String, Set<String>> unset) {
  private static final String SPLUNK_COLUMN = "." + FlowTables.SPLUNK_FORMAT;

  /** Copies what it is given. */
  public LogFacts {
    formats = List.copyOf(formats);
    unset = Map.copyOf(unset);
  }

  /** Where it is not known of any column that it has no values. */
  public LogFacts(List<FormatCount> formats, @Nullable Instant first, @Nullable Instant last) {
    this(formats, first, last, Map.of());
  }

  /** How many records they have, of all kinds. */
  public long records() {
    return formats.stream().mapToLong(LogFacts::records).sum();
  }

  private static long records(FormatCount count) {
    return count.flows() + count.nodata() + count.skipdata();
  }

  /**
   * How many records a rule can judge.
   *
   * @param needs the fields without which it is blind
   * @param storedColumns what its text reads (see {@code CompiledQuery.storedColumns})
   */
  Sight sight(List<FlowLogField> needs, Set<String> storedColumns) {
    boolean addOn = storedColumns.stream().anyMatch(column -> column.endsWith(SPLUNK_COLUMN));
    long seen = 0;
    long all = 0;
    long notExtracted = 0;
    Set<String> missing = new TreeSet<>();
    for (FormatCount count : formats) {
      LogFormat format = count.format();
      long records = records(count);
      if (format.isTransitGateway()) {
        continue; // No SIEM's table of VPC flow logs holds them.
      }
      all += records;
      List<String> lacking =
          needs.stream().filter(f -> !format.has(f)).map(FlowLogField::awsName).toList();
      if (records > 0 && !lacking.isEmpty()) {
        missing.addAll(lacking);
      } else if (addOn && format.splunkFormat() == 0) {
        notExtracted += records;
      } else {
        seen += records;
      }
    }
    return new Sight(
        seen,
        all,
        first == null
            ? "there is no record to look at"
            : reason(all - seen - notExtracted, missing, notExtracted));
  }

  private static @Nullable String reason(long lacking, Set<String> missing, long notExtracted) {
    List<String> reasons = new ArrayList<>();
    if (lacking > 0) {
      reasons.add(
          "%s a log format without %s"
              .formatted(
                  lacking == 1 ? "1 record has" : "%,d records have".formatted(lacking),
                  String.join(", ", missing)));
    }
    if (notExtracted > 0) {
      reasons.add(
          "%s not extracted by Splunk (the add-on knows three formats only)"
              .formatted(
                  notExtracted == 1 ? "1 record is" : "%,d records are".formatted(notExtracted)));
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }
}
