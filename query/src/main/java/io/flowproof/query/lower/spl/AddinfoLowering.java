package io.flowproof.query.lower.spl;

import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code addinfo}: the bounds of the search beside each event; {@code reltime}: how long ago an
 * event was, in words.
 */
final class AddinfoLowering {
  private static final EngineFunction WORDS =
      new EngineFunction(
          "AGO",
          Types.TEXT,
          "CASE WHEN {0} < 0 THEN NULL WHEN {0} < 60 THEN concat(CAST(floor({0}) AS BIGINT),"
              + " CASE WHEN floor({0}) = 1 THEN ' second ago' ELSE ' seconds ago' END)"
              + " WHEN {0} < 3600 THEN concat(CAST(floor({0} / 60) AS BIGINT),"
              + " CASE WHEN floor({0} / 60) = 1 THEN ' minute ago' ELSE ' minutes ago' END)"
              + " WHEN {0} < 86400 THEN concat(CAST(floor({0} / 3600) AS BIGINT),"
              + " CASE WHEN floor({0} / 3600) = 1 THEN ' hour ago' ELSE ' hours ago' END)"
              + " ELSE concat(CAST(floor({0} / 86400) AS BIGINT),"
              + " CASE WHEN floor({0} / 86400) = 1 THEN ' day ago' ELSE ' days ago' END) END");

  private AddinfoLowering() {}

  static Relation<SplType> lower(Relation<SplType> input, SplContext context) {
    QueryTime time = context.searched();
    Row row = new Row(context.algebra(), input);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    add(outputs, "info_min_time", seconds(time.from(), "0.000", context));
    add(outputs, "info_max_time", seconds(time.to(), "+Infinity", context));
    add(outputs, "info_sid", context.scalars().text("flowproof"));
    add(outputs, "info_search_time", seconds(time.now(), "", context));
    return context.algebra().project(row.relation(), outputs);
  }

  private static void add(List<Output<SplType>> outputs, String name, Value value) {
    EvalLowering.set(outputs, new Output<>(name, value.rex(), value.type()));
  }

  private static Value seconds(@Nullable Instant instant, String otherwise, SplContext context) {
    return context
        .scalars()
        .text(
            instant == null
                ? otherwise
                : "%d.%03d".formatted(instant.getEpochSecond(), instant.getNano() / 1_000_000));
  }

  static Relation<SplType> reltime(Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    var time = row.field("_time");
    if (time.isEmpty()) {
      return input;
    }
    EngineFunction age = new EngineFunction("AGE", Types.DOUBLE, "({1} - {0})");
    var seconds =
        row.once(
            context
                .sql()
                .call(
                    age,
                    context.scalars().toDouble(time.get()),
                    context.sql().real((double) context.shared().time().now().getEpochSecond())));
    return EvalLowering.with(
        row, "reltime", new Value(context.sql().call(WORDS, seconds), SplType.TEXT), context);
  }
}
