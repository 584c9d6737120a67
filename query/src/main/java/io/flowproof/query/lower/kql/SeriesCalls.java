package io.flowproof.query.lower.kql;

import static io.flowproof.query.kql.KqlType.DYNAMIC;
import static io.flowproof.query.kql.KqlType.LONG;
import static io.flowproof.query.kql.KqlType.REAL;

import java.util.ArrayList;
import java.util.List;

/** Functions of series, which are arrays of numbers. */
final class SeriesCalls {
  private static final String MEASURED =
      """
      series_outliers | (series, kind, ignored, min percentile, max percentile) | dsnnn | 1 | 5 | dynamic | How far elements lie outside of the quantiles, in their distance
      series_stats_dynamic | (series, ignore nonfinite) | db | 1 | 2 | dynamic | Statistics of a series as a bag
      series_fit_line_dynamic | (series) | d | 1 | 1 | dynamic | The straight line that fits best, as a bag
      series_fir | (series, filter, normalize, center) | ddbb | 2 | 4 | dynamic | A filter of finite response, such as a moving average
      series_iir | (series, numerators, denominators) | d | 3 | 3 | dynamic | A filter of infinite response, such as a sum so far
      series_seasonal | (series, period) | di | 1 | 2 | dynamic | The seasonal part: the median of each phase of the period
      series_decompose_forecast | (series, points, seasonality, trend, threshold) | diisn | 2 | 5 | dynamic | The baseline, learned without the last points
      series_sum | (series) | d | 1 | 1 | real | The sum of the elements
      series_product | (series) | d | 1 | 1 | real | The product of the elements
      series_magnitude | (series) | d | 1 | 1 | real | The square root of the sum of squares
      series_dot_product | (series, series) | d | 2 | 2 | real | The sum of products
      series_pearson_correlation | (series, series) | d | 2 | 2 | real | How closely two series go together, -1 to 1
      series_cosine_similarity | (series, series) | d | 2 | 2 | real | The cosine of the angle between two series
      """;

  private static final String FILLED =
      """
      series_fill_forward | (series, missing) | da | 1 | 2 | dynamic | Gaps filled with the value before them
      series_fill_backward | (series, missing) | da | 1 | 2 | dynamic | Gaps filled with the value after them
      series_fill_const | (series, value, missing) | daa | 2 | 3 | dynamic | Gaps filled with a value
      series_fill_linear | (series, missing, fill edges, constant) | daba | 1 | 4 | dynamic | Gaps filled on a straight line between the values around them
      """;

  private SeriesCalls() {}

  static List<ScalarFunction> all() {
    List<ScalarFunction> all = new ArrayList<>();
    pairs(all);
    each(all);
    all.addAll(filled());
    all.addAll(measured());
    tuples().stream().map(TupleFunction::first).forEach(all::add);
    return all;
  }

  private static void pairs(List<ScalarFunction> all) {
    List.of("add", "subtract", "multiply", "divide", "pow")
        .forEach(name -> all.add(pair(name, "element by element")));
    List.of("less", "less_equals", "greater", "greater_equals", "equals", "not_equals")
        .forEach(name -> all.add(pair(name, "compared element by element, as bools")));
  }

  private static ScalarFunction pair(String name, String about) {
    return PackedFunction.of(
        "series_" + name, "(series, series)", "a", 2, 2, DYNAMIC, "Two series " + about);
  }

  private static void each(List<ScalarFunction> all) {
    List.of(
            "abs", "sign", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "floor",
            "ceiling")
        .forEach(
            name ->
                all.add(
                    PackedFunction.of(
                        "series_" + name,
                        "(series)",
                        "d",
                        1,
                        1,
                        DYNAMIC,
                        "Of each element its " + name + "()")));
  }

  private static List<ScalarFunction> filled() {
    return PackedFunction.table(FILLED);
  }

  private static List<ScalarFunction> measured() {
    return PackedFunction.table(MEASURED);
  }

  /** Functions that give several columns. */
  static List<TupleFunction> tuples() {
    List<TupleFunction> all = new ArrayList<>(described());
    all.addAll(decomposed());
    return all;
  }

  private static List<TupleFunction> described() {
    return List.of(
        TupleFunction.of(
            "series_stats",
            "(series, ignore nonfinite)",
            "db",
            2,
            "Least, its place, greatest, its place, mean, standard deviation, variance",
            TupleFunction.part("min", REAL),
            TupleFunction.part("min_idx", LONG),
            TupleFunction.part("max", REAL),
            TupleFunction.part("max_idx", LONG),
            TupleFunction.part("avg", REAL),
            TupleFunction.part("stdev", REAL),
            TupleFunction.part("variance", REAL)),
        TupleFunction.of(
            "series_fit_line",
            "(series)",
            "d",
            1,
            "The straight line that fits best",
            TupleFunction.part("rsquare", REAL),
            TupleFunction.part("slope", REAL),
            TupleFunction.part("variance", REAL),
            TupleFunction.part("rvariance", REAL),
            TupleFunction.part("interception", REAL),
            TupleFunction.part("line_fit", DYNAMIC)));
  }

  private static List<TupleFunction> decomposed() {
    return List.of(
        TupleFunction.of(
            "series_decompose",
            "(series, seasonality, trend, test points, threshold)",
            "disin",
            5,
            "Baseline, season, trend and what is left",
            TupleFunction.part("baseline", DYNAMIC),
            TupleFunction.part("seasonal", DYNAMIC),
            TupleFunction.part("trend", DYNAMIC),
            TupleFunction.part("residual", DYNAMIC)),
        TupleFunction.of(
            "series_decompose_anomalies",
            "(series, threshold, seasonality, trend, test points, method, seasonality threshold)",
            "dnisisn",
            7,
            "Flags of anomalies, their scores and the baseline",
            TupleFunction.part("ad_flag", DYNAMIC),
            TupleFunction.part("ad_score", DYNAMIC),
            TupleFunction.part("baseline", DYNAMIC)),
        TupleFunction.of(
            "series_periods_detect",
            "(series, min, max, count)",
            "dnni",
            4,
            "The most significant periods, and their scores",
            TupleFunction.part("periods", DYNAMIC),
            TupleFunction.part("periods_scores", DYNAMIC)),
        TupleFunction.of(
            "series_periods_validate",
            "(series, period, …)",
            "dn",
            17,
            "Given periods, and their scores",
            TupleFunction.part("periods", DYNAMIC),
            TupleFunction.part("scores", DYNAMIC)),
        TupleFunction.sorted("array_sort_asc", "ascending"),
        TupleFunction.sorted("array_sort_desc", "descending"));
  }
}
