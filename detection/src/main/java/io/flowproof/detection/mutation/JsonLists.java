package io.flowproof.detection.mutation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Arrays of JSON with one element taken out. */
final class JsonLists {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLists() {}

  /**
   * An array less one element.
   *
   * @param element that went
   * @param rest the array
   */
  record Without(String element, String rest) {}

  /** Each array that lacks one of the elements; none for what is no array of several scalars. */
  static List<Without> without(String text) {
    List<Without> all = new ArrayList<>();
    try {
      if (JSON.readTree(text) instanceof ArrayNode array && array.size() > 1) {
        for (int i = 0; i < array.size(); i++) {
          ArrayNode rest = array.deepCopy();
          JsonNode element = rest.remove(i);
          if (element.isValueNode()) {
            all.add(new Without(element.toString(), rest.toString()));
          }
        }
      }
    } catch (JsonProcessingException e) {
      return List.of(); // A text that is no JSON is one value.
    }
    return all;
  }
}
