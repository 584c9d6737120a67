package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of chart and timechart. */
final class ChartOptions {
  private static final Pattern LIMIT = Pattern.compile("(top|bottom)?([0-9]{1,9})");
  private static final Set<String> OF_BINS =
      Set.of("span", "bins", "minspan", "start", "end", "aligntime");

  private final Bins bins;
  private final boolean hasBins;
  private int limit = 10;
  private boolean fromBottom;
  private boolean useOther = true;
  private boolean useNull = true;
  private boolean continuous = true;
  private boolean partial = true;
  private boolean fixedRange = true;
  private boolean distinctSplits;
  private String other = "OTHER";
  private String missing = "NULL";
  private @Nullable String format;
  private String separator = ": ";

  ChartOptions(List<Option> options, SplContext context) {
    bins = new Bins(options, context);
    hasBins = options.stream().anyMatch(option -> OF_BINS.contains(option.name()));
    for (Option option : options) {
      switch (option.name()) {
        case "limit" -> limit(option, context);
        case "useother" -> useOther = Options.isTrue(option, context);
        case "usenull" -> useNull = Options.isTrue(option, context);
        case "cont" -> continuous = Options.isTrue(option, context);
        case "partial" -> partial = Options.isTrue(option, context);
        case "fixedrange" -> fixedRange = Options.isTrue(option, context);
        case "dedup_splitvals" -> distinctSplits = Options.isTrue(option, context);
        case "otherstr" -> other = option.value();
        case "nullstr" -> missing = option.value();
        case "format" -> format = option.value();
        case "sep" -> separator = option.value();
        default -> {} // Of the ranges: read by Bins.
      }
    }
  }

  private void limit(Option option, SplContext context) {
    Matcher matcher = LIMIT.matcher(option.value().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      context.error(
          ErrorCode.ARGUMENT,
          option.valueSpan(),
          "'" + option.value() + "' is not a limit",
          "such as 5, top5, bottom5, or 0 for all");
      return;
    }
    fromBottom = "bottom".equals(matcher.group(1));
    limit = Integer.parseInt(matcher.group(2));
  }

  /** The ranges of the field that makes rows. */
  Bins bins() {
    return bins;
  }

  boolean hasBins() {
    return hasBins;
  }

  /** How many values become columns, 0 for all. */
  int limit() {
    return limit;
  }

  /** Whether the values with the lowest scores are kept. */
  boolean fromBottom() {
    return fromBottom;
  }

  /** The name of the column of all other values, or null for none. */
  @Nullable String other() {
    return useOther ? other : null;
  }

  /** The name of the column of events without the field, or null for none. */
  @Nullable String missing() {
    return useNull ? missing : null;
  }

  /** Whether spans without events are rows too. */
  boolean isContinuous() {
    return continuous;
  }

  /** Whether the first and last spans are shown that the time range cuts. */
  boolean showsPartial() {
    return partial;
  }

  /** Whether rows cover the time range of the search, and not only that of the events. */
  boolean hasFixedRange() {
    return fixedRange;
  }

  /** Whether a value that an event has twice counts once. */
  boolean distinctSplits() {
    return distinctSplits;
  }

  /** The name of a column: of its aggregation, its value, or both where there are several. */
  String name(String aggregation, @Nullable String value, boolean several) {
    if (value == null) {
      return aggregation;
    }
    String series = value.startsWith("_") || value.isEmpty() ? "VALUE" + value : value;
    if (!several && format == null) {
      return series;
    }
    return format == null
        ? aggregation + separator + series
        : format.replace("$AGG$", aggregation).replace("$VAL$", series);
  }
}
