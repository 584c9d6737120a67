package io.flowproof.query.sql;

import io.flowproof.query.algebra.EngineAggregate;
import java.util.regex.Pattern;

/**
 * Sums of doubles in the order of their size, which are always the same. The engine is slow to sort
 * what an aggregate takes; the same sums come out sooner when whole numbers, which most are, are
 * summed as integers, in whatever order, and only the rest is collected and sorted.
 */
final class SortedSums {
  private static final String F = EngineAggregate.FILTER_MARK;
  private static final Pattern SUM = Pattern.compile(sorted("sum"));
  private static final Pattern MEAN = Pattern.compile(sorted("avg"));
  private static final Pattern SPREAD = Pattern.compile(sorted("(stddev_\\w+|var_\\w+)"));

  /** A double that is exactly a whole number. */
  private static final String WHOLE = "{0} = trunc({0}) AND abs({0}) < 9e15";

  private static final String TOTAL =
      "(coalesce(CAST(sum(TRY_CAST({0} AS HUGEINT)){filter:"
          + WHOLE
          + "} AS DOUBLE), 0) + coalesce(list_sum(list_sort(list({0}){filter:NOT ("
          + WHOLE
          + ")})), 0))";

  private SortedSums() {}

  /** The same aggregate; a template without sorted sums stays as it is. */
  static String quick(String template) {
    String sums =
        SUM.matcher(template)
            .replaceAll("CASE WHEN count({0})" + F + " > 0 THEN " + TOTAL + " END");
    String means =
        MEAN.matcher(sums).replaceAll("(" + TOTAL + " / nullif(count({0})" + F + ", 0))");
    return SPREAD
        .matcher(means)
        .replaceAll(
            found ->
                "list_aggregate(list_sort(list({0}){filter:{0} IS NOT NULL}), '"
                    + found.group(1)
                    + "')");
  }

  private static String sorted(String function) {
    return "\\b" + function + "\\(\\{0} ORDER BY \\{0}\\)\\{filter}";
  }
}
