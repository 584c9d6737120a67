package io.flowproof.evidence.receive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.evidence.custody.SourceObject;
import io.flowproof.evidence.receive.RefusedException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The receiving end of Amazon Data Firehose's HTTP endpoint delivery, version 1.0: answers with the
 * request's id, and with 200 only for what is on the disk. Every other status has the service try
 * again; 413 is never given, because the service drops a batch that got it.
 */
final class FirehoseEndpoint {
  static final String PROTOCOL = "firehose";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tokens tokens;
  private final Store store;
  private final PendingBytes pending;
  private final long largest;
  private final Clock clock;

  FirehoseEndpoint(Tokens tokens, Store store, PendingBytes pending, long largest, Clock clock) {
    this.tokens = tokens;
    this.store = store;
    this.pending = pending;
    this.largest = largest;
    this.clock = clock;
  }

  /** Takes a delivery; gives the status that was answered. */
  int handle(Exchange exchange) throws IOException {
    String id = exchange.header("X-Amz-Firehose-Request-Id").orElse("");
    try {
      if (!exchange.method().equals("POST")) {
        return answer(exchange, 405, id, "Deliveries are sent by POST");
      }
      receive(exchange, id);
      return answer(exchange, 200, id, "");
    } catch (RefusedException e) {
      int status = e.reason() == Reason.TOO_LARGE ? 400 : e.reason().status();
      return answer(exchange, status, id, e.text());
    }
  }

  private void receive(Exchange exchange, String id) throws IOException, RefusedException {
    String key = exchange.header("X-Amz-Firehose-Access-Key").orElse("");
    if (key.isEmpty()) {
      throw new RefusedException(Reason.NO_TOKEN, "X-Amz-Firehose-Access-Key is missing");
    }
    if (!tokens.accept(key) && !tokens.accept(secret(key))) {
      throw new RefusedException(Reason.WRONG_TOKEN, "X-Amz-Firehose-Access-Key is not known here");
    }
    if (id.isEmpty()) {
      throw new RefusedException(Reason.INVALID, "X-Amz-Firehose-Request-Id is missing");
    }
    boolean gzip = exchange.isGzip();
    try (PendingBytes.Body body = exchange.body(pending, largest)) {
      FirehoseDelivery delivery = FirehoseDelivery.of(store.content(body.bytes(), gzip));
      if (!delivery.requestId().equals(id)) {
        throw new RefusedException(
            Reason.INVALID, "The requestId of the body is not that of X-Amz-Firehose-Request-Id");
      }
      store.keep(PROTOCOL, object(exchange, delivery, body.bytes().length, gzip), body.bytes());
    }
  }

  /** Secrets Manager keeps the key as JSON. */
  private static String secret(String key) {
    try {
      JsonNode node = key.startsWith("{") ? JSON.readTree(key).path("api_key") : JSON.nullNode();
      return node.asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static SourceObject object(
      Exchange exchange, FirehoseDelivery delivery, long size, boolean gzip) {
    String arn = exchange.header("X-Amz-Firehose-Source-Arn").orElse("");
    String stream = arn.isEmpty() ? "unknown" : arn.substring(arn.lastIndexOf('/') + 1);
    Map<String, String> facts = new TreeMap<>();
    facts.put("client", exchange.client());
    facts.put("records", Integer.toString(delivery.records()));
    put(facts, "source_arn", arn);
    exchange
        .header("X-Amz-Firehose-Common-Attributes")
        .ifPresent(attributes -> put(facts, "common_attributes", attributes));
    return new SourceObject(
        "firehose:%s#%s".formatted(arn, delivery.requestId()),
        "firehose/%s/%s.log%s".formatted(stream, delivery.requestId(), gzip ? ".gz" : ""),
        size,
        delivery.time(),
        "records:" + delivery.sha256(),
        Optional.empty(),
        facts);
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }

  private int answer(Exchange exchange, int status, String id, String error) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("requestId", id).put("timestamp", clock.millis());
    if (!error.isEmpty()) {
      answer.put("errorMessage", error);
    }
    exchange.answer(status, JSON.writeValueAsBytes(answer));
    return status;
  }
}
