package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function whose arguments arrive packed into one JSON array, so that it can take any number of
 * them and any of them may be null.
 *
 * @param name Kusto's name
 * @param result what it gives; a dynamic is TEXT
 * @param body gives a {@link JsonNode} or String for TEXT, Long, Double or Boolean; or null
 */
public record JsonFunction(String name, ColumnType result, Body body) {
  private static final String PREFIX = "fp_kql_";

  /** What the function does. */
  @FunctionalInterface
  public interface Body {
    /** The value for some arguments. */
    @Nullable Object apply(Arguments arguments);
  }

  static JsonFunction dynamic(String name, Body body) {
    return new JsonFunction(name, ColumnType.TEXT, body);
  }

  /** The name in SQL of a function. */
  public static String sql(String name) {
    return PREFIX + name;
  }

  /** The function as an engine calls it. */
  public JavaFunction java() {
    return new JavaFunction(
        sql(name),
        List.of(ColumnType.TEXT),
        result,
        a -> {
          String packed = (String) Objects.requireNonNull(a[0]);
          Object value = body.apply(new Arguments(Json.read(packed)));
          return value instanceof JsonNode node ? Json.write(node) : value;
        });
  }
}
