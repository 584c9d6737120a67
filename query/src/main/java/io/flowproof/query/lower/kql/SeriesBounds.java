package io.flowproof.query.lower.kql;

import io.flowproof.query.function.kql.KqlJson;
import io.flowproof.query.kql.KqlType;

/**
 * Where the series of {@code make-series} begins and how many steps it has.
 *
 * @param first the number of its first step, as rows are numbered
 * @param count how many steps
 * @param axis the values of the axis, as an array
 */
record SeriesBounds(Scalar first, Scalar count, Scalar axis) {

  /**
   * The bounds of a series.
   *
   * @param first the number of the first step that has rows
   * @param last the number of the last step that has rows
   */
  static SeriesBounds of(Binder binder, SeriesAxis along, Scalar first, Scalar last) {
    Scalar from = along.from();
    Scalar to = along.to();
    Scalar step = along.step();
    boolean real = along.real();
    boolean inRange = along.inRange();
    Values values = binder.values();
    KqlType physical = real ? KqlType.REAL : KqlType.LONG;
    String floor =
        real ? "CAST(floor({0} / {1}) AS BIGINT)" : "(({0} - ({0} % {1} + {1}) % {1}) // {1})";
    Scalar begin =
        from == null
            ? first
            : inRange ? values.call(KqlType.LONG, "BEGIN", floor, from, step) : values.number(0);
    Scalar start =
        from == null || inRange
            ? values.call(physical, "START", "({0} * {1})", begin, step)
            : new Scalar(from.rex(), physical);
    Scalar count;
    if (to == null) {
      count = values.call(KqlType.LONG, "COUNT", "({0} - {1} + 1)", last, begin);
    } else if (inRange) {
      count = values.call(KqlType.LONG, "COUNT", "(" + floor + " - {2} + 1)", to, step, begin);
    } else {
      String ceiling =
          real ? "CAST(ceil(({0} - {2}) / {1}) AS BIGINT)" : "(({0} - {2} + {1} - 1) // {1})";
      count = values.call(KqlType.LONG, "COUNT", ceiling, to, step, start);
    }
    Scalar axis =
        values.call(
            KqlType.DYNAMIC,
            "AXIS",
            (real ? KqlJson.REAL_AXIS : KqlJson.AXIS) + "({0}, {1}, {2}, {3})",
            start,
            step,
            count,
            values.text(along.value().type().keyword()));
    return new SeriesBounds(begin, count, axis);
  }
}
