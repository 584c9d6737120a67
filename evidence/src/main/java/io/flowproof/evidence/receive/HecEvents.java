package io.flowproof.evidence.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.flowproof.evidence.receive.RefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;

/** Looks a batch of events of Splunk's HTTP Event Collector through, before it is kept. */
final class HecEvents {
  private static final JsonFactory JSON = new JsonFactory();

  private HecEvents() {}

  /**
   * Counts the events: JSON objects one after another, or in an array, each with an {@code event}.
   *
   * @throws RefusedException if one is not what the protocol says; nothing of the batch is taken
   *     then
   */
  static int count(InputStream body) throws RefusedException {
    int events = 0;
    try (JsonParser parser = JSON.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
          continue;
        }
        if (token != JsonToken.START_OBJECT) {
          throw new RefusedException(Reason.INVALID, "Invalid data format", events);
        }
        event(parser, events);
        events++;
      }
    } catch (IOException e) {
      throw new RefusedException(Reason.INVALID, "Invalid data format", events);
    }
    if (events == 0) {
      throw new RefusedException(Reason.EMPTY, "No data");
    }
    return events;
  }

  private static void event(JsonParser parser, int number) throws IOException, RefusedException {
    boolean found = false;
    boolean blank = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isEvent = parser.currentName().equals("event");
      JsonToken token = parser.nextToken();
      if (isEvent) {
        found = token != JsonToken.VALUE_NULL;
        blank = token == JsonToken.VALUE_STRING && parser.getText().isBlank();
      }
      parser.skipChildren();
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new RefusedException(Reason.INVALID, "Invalid data format", number);
    }
    if (!found) {
      throw new RefusedException(Reason.NO_EVENT, "Event field is required", number);
    }
    if (blank) {
      throw new RefusedException(Reason.BLANK_EVENT, "Event field cannot be blank", number);
    }
  }
}
