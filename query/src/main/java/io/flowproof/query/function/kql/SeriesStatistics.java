package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.core.column.ColumnType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers that describe a series, the line that fits it best, and filters. */
final class SeriesStatistics {
  private static final List<String> LINE =
      List.of("rsquare", "slope", "variance", "rvariance", "interception", "line_fit");

  private SeriesStatistics() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("series_stats", SeriesStatistics::stats),
        dynamic("series_stats_dynamic", SeriesStatistics::statsBag),
        dynamic("series_fit_line", a -> fit(a.numbers(0))),
        dynamic("series_fit_line_dynamic", SeriesStatistics::fitBag),
        dynamic("series_outliers", SeriesStatistics::outliers),
        dynamic("series_fir", SeriesStatistics::fir),
        dynamic("series_iir", SeriesStatistics::iir),
        new JsonFunction("series_sum", ColumnType.DOUBLE, a -> reduced(a, false)),
        new JsonFunction("series_product", ColumnType.DOUBLE, a -> reduced(a, true)),
        new JsonFunction("series_magnitude", ColumnType.DOUBLE, SeriesStatistics::magnitude),
        new JsonFunction(
            "series_pearson_correlation", ColumnType.DOUBLE, SeriesStatistics::correlation),
        new JsonFunction("series_cosine_similarity", ColumnType.DOUBLE, SeriesStatistics::cosine));
  }

  /** Least, its place, greatest, its place, mean, standard deviation, variance; or nulls. */
  private static JsonNode stats(Arguments a) {
    double[] all = a.numbers(0);
    boolean ignore = a.flag(1, false);
    ArrayNode result = Json.array();
    double[] finite =
        all == null ? new double[0] : Arrays.stream(all).filter(Double::isFinite).toArray();
    if (all == null || finite.length == 0 || (!ignore && finite.length < all.length)) {
      for (int i = 0; i < 7; i++) {
        result.add(Json.ofNull());
      }
      return result;
    }
    double least = Arrays.stream(finite).min().orElseThrow();
    double most = Arrays.stream(finite).max().orElseThrow();
    double variance = finite.length < 2 ? 0 : squares(finite) / (finite.length - 1);
    result.add(Json.of(least)).add(Json.of((long) place(all, least)));
    result.add(Json.of(most)).add(Json.of((long) place(all, most)));
    result.add(Json.of(mean(finite)));
    return result.add(Json.of(Math.sqrt(variance))).add(Json.of(variance));
  }

  private static int place(double[] numbers, double wanted) {
    int place = 0;
    while (numbers[place] != wanted) {
      place++;
    }
    return place;
  }

  private static JsonNode statsBag(Arguments a) {
    JsonNode stats = stats(a);
    List<String> names = List.of("min", "min_idx", "max", "max_idx", "avg", "stdev", "variance");
    ObjectNode bag = Json.bag();
    for (int i = 0; i < names.size(); i++) {
      bag.set(names.get(i), stats.get(i));
    }
    double[] all = a.numbers(0);
    boolean known = !stats.get(0).isNull() && all != null;
    if (known) {
      double[] finite = Arrays.stream(all).filter(Double::isFinite).toArray();
      bag.put("sum", Arrays.stream(finite).sum()).put("len", (long) finite.length);
    } else {
      bag.set("sum", Json.ofNull());
      bag.set("len", Json.ofNull());
    }
    return bag;
  }

  static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElse(0);
  }

  private static double squares(double[] numbers) {
    double mean = mean(numbers);
    return Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
  }

  /** A straight line: its height at 0, and how it rises from one element to the next. */
  record Line(double start, double slope) {
    double at(int place) {
      return start + slope * place;
    }

    /** The line with the least squares. */
    static Line through(double[] numbers) {
      double middle = (numbers.length - 1) / 2.0;
      double mean = mean(numbers);
      double both = 0;
      double across = 0;
      for (int i = 0; i < numbers.length; i++) {
        both += (i - middle) * (numbers[i] - mean);
        across += (i - middle) * (i - middle);
      }
      double slope = across == 0 ? 0 : both / across;
      return new Line(mean - slope * middle, slope);
    }
  }

  /** R², slope, variance, variance of what is left, height at 0, the line; or nulls. */
  private static JsonNode fit(double @Nullable [] numbers) {
    ArrayNode result = Json.array();
    boolean known =
        numbers != null && numbers.length > 1 && Arrays.stream(numbers).allMatch(Double::isFinite);
    if (!known || numbers == null) {
      LINE.forEach(name -> result.add(Json.ofNull()));
      return result;
    }
    Line line = Line.through(numbers);
    double[] on = new double[numbers.length];
    double left = 0;
    for (int i = 0; i < on.length; i++) {
      on[i] = line.at(i);
      left += (numbers[i] - on[i]) * (numbers[i] - on[i]);
    }
    double all = squares(numbers);
    result.add(Json.of(all == 0 ? 1 : 1 - left / all)).add(Json.of(line.slope()));
    int degrees = numbers.length - 1;
    result.add(Json.of(all / degrees)).add(Json.of(left / degrees));
    // The documented example counts the places from 1.
    return result.add(Json.of(line.start() - line.slope())).add(SeriesFunctions.series(on));
  }

  private static JsonNode fitBag(Arguments a) {
    JsonNode fit = fit(a.numbers(0));
    ObjectNode bag = Json.bag();
    for (int i = 0; i < LINE.size(); i++) {
      bag.set(LINE.get(i), fit.get(i));
    }
    return bag;
  }

  private static @Nullable JsonNode outliers(Arguments a) {
    double[] numbers = a.numbers(0);
    if (numbers == null) {
      return null;
    }
    boolean plain = a.text(1).equals("tukey");
    double low = plain ? 25 : a.real(3, 10);
    double high = plain ? 75 : a.real(4, 90);
    double ignored = a.real(2, Double.NaN);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = numbers[i] == ignored ? Double.NaN : numbers[i];
    }
    return SeriesFunctions.series(scores(numbers, numbers, low, high));
  }

  /**
   * How far each element lies outside of the quantiles, in their distance; 0 within, and for what
   * is missing.
   *
   * @param learned what the quantiles are taken from
   */
  static double[] scores(double[] numbers, double[] learned, double low, double high) {
    double[] sorted = Arrays.stream(learned).filter(Double::isFinite).sorted().toArray();
    double[] scores = new double[numbers.length];
    if (sorted.length == 0) {
      return scores;
    }
    double bottom = quantile(sorted, low / 100);
    double top = quantile(sorted, high / 100);
    for (int i = 0; i < scores.length; i++) {
      if (numbers[i] > top) {
        scores[i] = (numbers[i] - top) / (top - bottom);
      } else if (numbers[i] < bottom) {
        scores[i] = (numbers[i] - bottom) / (top - bottom);
      }
    }
    return scores;
  }

  /** With straight lines between the elements. */
  private static double quantile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Arguments: series, filter, normalize, center. What lies outside of the series counts as 0. */
  private static @Nullable JsonNode fir(Arguments a) {
    double[] numbers = a.numbers(0);
    double[] filter = a.numbers(1);
    if (numbers == null || filter == null || filter.length == 0) {
      return null;
    }
    checkWork(numbers.length, filter.length);
    boolean negative = Arrays.stream(filter).anyMatch(x -> x < 0);
    boolean normalize = a.flag(2, !negative);
    if (normalize && negative) {
      return null;
    }
    double whole = normalize ? Arrays.stream(filter).sum() : 1;
    int ahead = a.flag(3, false) ? (filter.length - 1) / 2 : 0;
    double[] result = new double[numbers.length];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int j = 0; j < filter.length; j++) {
        int from = i + ahead - j;
        sum += from >= 0 && from < numbers.length ? filter[j] * numbers[from] : 0;
      }
      result[i] = sum / whole;
    }
    return SeriesFunctions.series(result);
  }

  private static void checkWork(int length, int other) {
    if ((long) length * other > 50_000_000) {
      throw new IllegalArgumentException("The filter and the series are too long together");
    }
  }

  private static @Nullable JsonNode iir(Arguments a) {
    double[] numbers = a.numbers(0);
    double[] over = a.numbers(1);
    double[] under = a.numbers(2);
    if (numbers == null || over == null || under == null || under.length == 0 || under[0] == 0) {
      return null;
    }
    checkWork(numbers.length, over.length + under.length);
    double[] result = new double[numbers.length];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int j = 0; j < over.length && j <= i; j++) {
        sum += over[j] * numbers[i - j];
      }
      for (int j = 1; j < under.length && j <= i; j++) {
        sum -= under[j] * result[i - j];
      }
      result[i] = sum / under[0];
    }
    return SeriesFunctions.series(result);
  }

  private static @Nullable Object reduced(Arguments a, boolean product) {
    double[] numbers = a.numbers(0);
    if (numbers == null) {
      return null;
    }
    double result =
        product ? Arrays.stream(numbers).reduce(1, (x, y) -> x * y) : Arrays.stream(numbers).sum();
    return Double.isNaN(result) ? null : (Object) result;
  }

  private static @Nullable Object magnitude(Arguments a) {
    double[] numbers = a.numbers(0);
    double sum = numbers == null ? Double.NaN : dot(numbers, numbers);
    return Double.isNaN(sum) ? null : (Object) Math.sqrt(sum);
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static @Nullable Object correlation(Arguments a) {
    double[] left = a.numbers(0);
    double[] right = a.numbers(1);
    if (left == null || right == null || left.length != right.length || left.length == 0) {
      return null;
    }
    double meanLeft = mean(left);
    double meanRight = mean(right);
    double[] x = Arrays.stream(left).map(v -> v - meanLeft).toArray();
    double[] y = Arrays.stream(right).map(v -> v - meanRight).toArray();
    double result = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    return Double.isNaN(result) ? null : (Object) result;
  }

  private static @Nullable Object cosine(Arguments a) {
    double[] left = a.numbers(0);
    double[] right = a.numbers(1);
    if (left == null || right == null || left.length != right.length) {
      return null;
    }
    double result = dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
    return Double.isNaN(result) ? null : (Object) result;
  }
}
