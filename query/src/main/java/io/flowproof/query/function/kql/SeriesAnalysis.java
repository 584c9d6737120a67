package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowproof.query.function.kql.SeriesStatistics.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series taken apart into season, trend and what is left, and anomalies in what is left (Kusto
 * documentation, series_decompose() and series_decompose_anomalies()).
 *
 * <p>How Kusto finds a period is not documented. Here a period's score is the lesser of the
 * autocorrelations after one and after two of it, and it must fit three times: that gives the
 * documented results of series_periods_detect() and series_seasonal().
 */
final class SeriesAnalysis {
  private static final int LEAST_PERIOD = 4;
  private static final double SIGNIFICANT = 0.5;
  private static final int MOST_LENGTH = 1 << 17;

  private SeriesAnalysis() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("series_periods_detect", SeriesAnalysis::detect),
        dynamic("series_periods_validate", SeriesAnalysis::validate),
        dynamic("series_seasonal", SeriesAnalysis::seasonal),
        dynamic("series_decompose", SeriesAnalysis::decompose),
        dynamic("series_decompose_anomalies", SeriesAnalysis::anomalies),
        dynamic("series_decompose_forecast", SeriesAnalysis::forecast));
  }

  private record Period(int length, double score) {}

  private static double correlation(double[] x, double mean, double squares, int lag) {
    double sum = 0;
    for (int i = 0; i + lag < x.length; i++) {
      sum += (x[i] - mean) * (x[i + lag] - mean);
    }
    return sum / (x.length - lag) / squares;
  }

  /** The correlations of a series with itself, after so many elements; none for a constant one. */
  private static double[] correlations(double[] series, int most) {
    double[] x = Arrays.stream(series).map(v -> Double.isFinite(v) ? v : 0).toArray();
    double mean = SeriesStatistics.mean(x);
    double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    if (squares == 0 || most < 1) {
      return new double[0];
    }
    if ((long) most * x.length > 400_000_000L) {
      throw new IllegalArgumentException("The series is too long to look for periods");
    }
    double[] correlations = new double[most + 1];
    for (int lag = 1; lag <= most; lag++) {
      correlations[lag] = correlation(x, mean, squares, lag);
    }
    return correlations;
  }

  private static List<Period> periods(double[] series, double least, double most) {
    int longest = (int) Math.min((long) most, series.length / 3);
    double[] correlations = correlations(series, Math.max(2 * longest, longest + 1));
    List<Period> periods = new ArrayList<>();
    for (int lag = (int) Math.max(LEAST_PERIOD, Math.ceil(least));
        lag <= longest && correlations.length > 0;
        lag++) {
      double here = correlations[lag];
      double score = Math.min(1, Math.min(here, correlations[2 * lag]));
      boolean peak = here >= correlations[lag - 1] && here >= correlations[lag + 1];
      if (peak && score >= SIGNIFICANT) {
        periods.add(new Period(lag, score));
      }
    }
    periods.sort(Comparator.comparingDouble(Period::score).reversed());
    return periods;
  }

  private static JsonNode detect(Arguments a) {
    double[] series = a.numbers(0);
    int count = Math.clamp(a.number(3, 1), 1, 100);
    ArrayNode lengths = Json.array();
    ArrayNode scores = Json.array();
    if (series != null) {
      checkLength(series);
      for (Period period : periods(series, a.real(1, 0), a.real(2, 0))) {
        boolean multiple = false;
        for (JsonNode known : lengths) {
          multiple |= period.length() % known.intValue() == 0;
        }
        if (!multiple && lengths.size() < count) {
          lengths.add(Json.of((double) period.length()));
          scores.add(Json.of(period.score()));
        }
      }
    }
    while (lengths.size() < count) {
      lengths.add(Json.of(0.0));
      scores.add(Json.of(0.0));
    }
    return Json.array().add(lengths).add(scores);
  }

  private static JsonNode validate(Arguments a) {
    double[] series = a.numbers(0);
    ArrayNode lengths = Json.array();
    ArrayNode scores = Json.array();
    for (int i = 1; i < a.count(); i++) {
      int length = Math.clamp(a.number(i, 0), 0, MOST_LENGTH);
      double score = 0;
      if (series != null && length >= LEAST_PERIOD && length <= series.length / 3) {
        double[] correlations = correlations(series, 2 * length);
        score =
            correlations.length == 0
                ? 0
                : Math.clamp(Math.min(correlations[length], correlations[2 * length]), 0, 1);
      }
      lengths.add(Json.of((double) length));
      scores.add(Json.of(score));
    }
    return Json.array().add(lengths).add(scores);
  }

  private static void checkLength(double[] series) {
    if (series.length > MOST_LENGTH) {
      throw new IllegalArgumentException("A series is longer than 131,072 elements");
    }
  }

  private static @Nullable JsonNode seasonal(Arguments a) {
    double[] series = a.numbers(0);
    if (series == null) {
      return null;
    }
    checkLength(series);
    int period = period(series, a.number(1, -1), 0.7);
    return SeriesFunctions.series(season(series, period, series.length));
  }

  private static int period(double[] series, long wanted, double threshold) {
    if (wanted >= 0) {
      return (int) Math.min(wanted, series.length);
    }
    List<Period> periods = periods(series, LEAST_PERIOD, series.length);
    return periods.isEmpty() || periods.getFirst().score() < threshold
        ? 0
        : periods.getFirst().length();
  }

  /** The median of the elements of one phase, learned from the first ones. */
  private static double[] season(double[] series, int period, int learned) {
    double[] season = new double[series.length];
    for (int phase = 0; phase < period; phase++) {
      List<Double> same = new ArrayList<>();
      for (int i = phase; i < learned; i += period) {
        if (Double.isFinite(series[i])) {
          same.add(series[i]);
        }
      }
      double median = median(same);
      for (int i = phase; i < season.length; i += period) {
        season[i] = median;
      }
    }
    return season;
  }

  private static double median(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return 0;
    }
    double[] sorted = numbers.stream().mapToDouble(x -> x).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * A series taken apart.
   *
   * @param learned how many elements at its beginning the parts were learned from
   */
  private record Parts(
      double[] baseline, double[] season, double[] trend, double[] rest, int learned) {
    static Parts of(double[] series, long seasonality, String trend, long test, double threshold) {
      checkLength(series);
      int learned = (int) Math.max(0, series.length - Math.max(0, test));
      int period = SeriesAnalysis.period(Arrays.copyOf(series, learned), seasonality, threshold);
      double[] season = SeriesAnalysis.season(series, period, learned);
      double[] left = new double[learned];
      for (int i = 0; i < learned; i++) {
        left[i] = (Double.isFinite(series[i]) ? series[i] : 0) - season[i];
      }
      Line line =
          switch (trend) {
            case "linefit" -> Line.through(left);
            case "none" -> new Line(0, 0);
            default -> new Line(SeriesStatistics.mean(left), 0);
          };
      double[] trends = new double[series.length];
      double[] baseline = new double[series.length];
      double[] rest = new double[series.length];
      for (int i = 0; i < series.length; i++) {
        trends[i] = line.at(i);
        baseline[i] = season[i] + trends[i];
        rest[i] = series[i] - baseline[i];
      }
      return new Parts(baseline, season, trends, rest, learned);
    }
  }

  /** Arguments: series, seasonality, trend, test points, threshold. */
  private static JsonNode decompose(Arguments a) {
    double[] series = a.numbers(0);
    if (series == null) {
      return nulls(4);
    }
    Parts parts = Parts.of(series, a.number(1, -1), a.text(2), a.number(3, 0), a.real(4, 0.6));
    return Json.array()
        .add(SeriesFunctions.series(parts.baseline()))
        .add(SeriesFunctions.series(parts.season()))
        .add(SeriesFunctions.series(parts.trend()))
        .add(SeriesFunctions.series(parts.rest()));
  }

  private static JsonNode nulls(int count) {
    ArrayNode nulls = Json.array();
    for (int i = 0; i < count; i++) {
      nulls.add(Json.ofNull());
    }
    return nulls;
  }

  /**
   * Arguments: series, threshold, seasonality, trend, test points, method, threshold of seasons.
   */
  private static JsonNode anomalies(Arguments a) {
    double[] series = a.numbers(0);
    if (series == null) {
      return nulls(3);
    }
    double threshold = a.real(1, 1.5);
    Parts parts = Parts.of(series, a.number(2, -1), a.text(3), a.number(4, 0), a.real(6, 0.6));
    boolean plain = a.text(5).equals("tukey");
    double[] learned = Arrays.copyOf(parts.rest(), parts.learned());
    double[] scores =
        SeriesStatistics.scores(parts.rest(), learned, plain ? 25 : 10, plain ? 75 : 90);
    ArrayNode flags = Json.array();
    for (double score : scores) {
      flags.add(Json.of(score > threshold ? 1L : score < -threshold ? -1L : 0L));
    }
    return Json.array()
        .add(flags)
        .add(SeriesFunctions.series(scores))
        .add(SeriesFunctions.series(parts.baseline()));
  }

  /** Arguments: series, points to foretell, seasonality, trend, threshold. */
  private static @Nullable JsonNode forecast(Arguments a) {
    double[] series = a.numbers(0);
    if (series == null) {
      return null;
    }
    String trend = a.has(3) ? a.text(3) : "linefit";
    Parts parts = Parts.of(series, a.number(2, -1), trend, a.number(1, 0), a.real(4, 0.6));
    return SeriesFunctions.series(parts.baseline());
  }
}
