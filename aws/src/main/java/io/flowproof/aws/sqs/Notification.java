package io.flowproof.aws.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a notification says: which objects were created. S3 sends {@code Records} (keys encoded as
 * in forms), SNS puts that into a text {@code Message}, EventBridge sends one {@code Object
 * Created} with the key as it is. A test of S3 and events of other kinds name no object.
 *
 * @param objects the objects that were created
 * @param problem why the message means nothing; empty for one that does
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">the
 *     structure of messages</a>
 */
public record Notification(List<Created> objects, String problem) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 200;

  /** An object that was created. */
  public record Created(String bucket, String key) {
    /** Its URI. */
    public String uri() {
      return "s3://" + bucket + "/" + key;
    }
  }

  /** Reads the body of a message. */
  static Notification of(String body) {
    try {
      JsonNode root = JSON.readTree(body);
      if (root.path("Message").isTextual() && root.path("Type").asText().equals("Notification")) {
        root = JSON.readTree(root.path("Message").asText());
      }
      if (root.path("Records").isArray()) {
        return records(root.path("Records"));
      }
      if (root.path("Event").asText().equals("s3:TestEvent")) {
        return new Notification(List.of(), "");
      }
      if (root.path("source").asText().equals("aws.s3")) {
        return event(root);
      }
      return unknown(body);
    } catch (JsonProcessingException e) {
      return unknown(body);
    }
  }

  private static Notification records(JsonNode records) {
    List<Created> created = new ArrayList<>();
    for (JsonNode record : records) {
      JsonNode s3 = record.path("s3");
      String key = s3.path("object").path("key").asText();
      if (record.path("eventName").asText().startsWith("ObjectCreated:") && !key.isEmpty()) {
        created.add(
            new Created(
                s3.path("bucket").path("name").asText(),
                URLDecoder.decode(key, StandardCharsets.UTF_8)));
      }
    }
    return new Notification(List.copyOf(created), "");
  }

  private static Notification event(JsonNode root) {
    JsonNode detail = root.path("detail");
    boolean created = root.path("detail-type").asText().equals("Object Created");
    return new Notification(
        created
            ? List.of(
                new Created(
                    detail.path("bucket").path("name").asText(),
                    detail.path("object").path("key").asText()))
            : List.of(),
        "");
  }

  private static Notification unknown(String body) {
    return new Notification(
        List.of(),
        "A message is no notification of S3: "
            + (body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body));
  }
}
