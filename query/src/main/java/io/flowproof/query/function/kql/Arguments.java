package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a {@link JsonFunction}: any of them may be null. */
public final class Arguments {
  private final JsonNode packed;

  Arguments(JsonNode packed) {
    this.packed = packed;
  }

  /** How many there are. */
  public int count() {
    return packed.size();
  }

  /** Whether there is one at this place that is not null. */
  public boolean has(int index) {
    return index < packed.size() && !packed.get(index).isNull();
  }

  /** A text; the empty one for a null. */
  public String text(int index) {
    return index < packed.size() ? Json.text(packed.get(index)) : "";
  }

  /** A whole number, or what is given where there is none. */
  public long number(int index, long missing) {
    return has(index) && packed.get(index).isNumber() ? packed.get(index).longValue() : missing;
  }

  /** The texts of an array, or of one value. */
  public List<String> texts(int index) {
    List<String> texts = new ArrayList<>();
    JsonNode value = node(index);
    if (value.isArray()) {
      value.forEach(element -> texts.add(Json.text(element)));
    } else if (!value.isNull()) {
      texts.add(Json.text(value));
    }
    return texts;
  }

  double real(int index, double missing) {
    return has(index) ? Json.number(packed.get(index)) : missing;
  }

  boolean flag(int index, boolean missing) {
    return has(index) ? packed.get(index).asBoolean() : missing;
  }

  JsonNode node(int index) {
    return index < packed.size() ? packed.get(index) : Json.ofNull();
  }

  /** The elements of an array, or null when it is none. */
  @Nullable List<JsonNode> array(int index) {
    JsonNode node = node(index);
    return node.isArray() ? Json.elements(node) : null;
  }

  /** The numbers of an array, NaN for what is none; null when it is no array. */
  double @Nullable [] numbers(int index) {
    JsonNode node = node(index);
    if (!node.isArray()) {
      return null;
    }
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Json.number(node.get(i));
    }
    return numbers;
  }
}
