package io.flowproof.evidence.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.evidence.custody.Sha256;
import io.flowproof.evidence.custody.SourceObject;
import io.flowproof.evidence.receive.RefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Splunk's HTTP Event Collector, as its senders know it: {@code event}, {@code raw}, {@code health}
 * and {@code ack} below {@code /services/collector}. What is answered with 200 is on the disk, so
 * that every id that {@code ack} is asked for is acknowledged. A batch is taken whole or not at
 * all. The protocol has no id of a batch: the same bytes again are the same batch.
 *
 * @see <a
 *     href="https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTinput#services.2Fcollector">the
 *     endpoints</a>
 */
final class HecEndpoint {
  static final String PROTOCOL = "hec";
  static final String PATH = "/services/collector";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tokens tokens;
  private final Store store;
  private final PendingBytes pending;
  private final long largest;
  private final AtomicLong acknowledged = new AtomicLong();

  HecEndpoint(Tokens tokens, Store store, PendingBytes pending, long largest) {
    this.tokens = tokens;
    this.store = store;
    this.pending = pending;
    this.largest = largest;
  }

  /** Takes a request; gives the status that was answered. */
  int handle(Exchange exchange) throws IOException {
    String path = exchange.path().substring(PATH.length()).replaceFirst("/1\\.0$", "");
    try {
      return switch (path) {
        case "", "/event" -> post(exchange, false);
        case "/raw" -> post(exchange, true);
        case "/health" -> health(exchange);
        case "/ack" -> ack(exchange);
        default -> answer(exchange, 404, "The requested URL was not found on this server.", 404);
      };
    } catch (RefusedException e) {
      ObjectNode answer = text(e.text(), code(e.reason()));
      if (e.event() >= 0) {
        answer.put("invalid-event-number", e.event());
      }
      exchange.answer(e.reason().status(), JSON.writeValueAsBytes(answer));
      return e.reason().status();
    }
  }

  private int post(Exchange exchange, boolean raw) throws IOException, RefusedException {
    if (!exchange.method().equals("POST")) {
      return answer(exchange, 405, "The method is not allowed", 405);
    }
    authorize(exchange);
    boolean gzip = exchange.isGzip();
    try (PendingBytes.Body body = exchange.body(pending, largest)) {
      String events = check(body.bytes(), gzip, raw);
      store.keep(PROTOCOL, object(exchange, body.bytes(), events, gzip, raw), body.bytes());
    }
    ObjectNode answer = text("Success", 0);
    if (channel(exchange).isPresent()) {
      answer.put("ackId", acknowledged.getAndIncrement());
    }
    exchange.answer(200, JSON.writeValueAsBytes(answer));
    return 200;
  }

  private String check(byte[] body, boolean gzip, boolean raw) throws RefusedException {
    InputStream content = store.content(body, gzip);
    if (!raw) {
      return Integer.toString(HecEvents.count(content));
    }
    try {
      if (content.transferTo(java.io.OutputStream.nullOutputStream()) == 0) {
        throw new RefusedException(Reason.EMPTY, "No data");
      }
    } catch (IOException e) {
      throw new RefusedException(Reason.INVALID, "Invalid data format: " + e.getMessage());
    }
    return "";
  }

  private static SourceObject object(
      Exchange exchange, byte[] body, String events, boolean gzip, boolean raw) {
    String sha256 = Sha256.of(body);
    Map<String, String> facts = new TreeMap<>();
    facts.put("client", exchange.client());
    if (!events.isEmpty()) {
      facts.put("events", events);
    }
    for (String name : new String[] {"host", "source", "sourcetype", "index"}) {
      exchange.parameter(name).ifPresent(value -> facts.put("splunk_" + name, value));
    }
    channel(exchange).ifPresent(channel -> facts.put("channel", channel));
    return new SourceObject(
        "splunk-hec:%s#%s".formatted(raw ? "raw" : "event", sha256),
        "hec/%s-%s.log%s".formatted(raw ? "raw" : "event", sha256, gzip ? ".gz" : ""),
        body.length,
        null,
        "sha256:" + sha256,
        Optional.empty(),
        facts);
  }

  private static Optional<String> channel(Exchange exchange) {
    return exchange.header("X-Splunk-Request-Channel").or(() -> exchange.parameter("channel"));
  }

  private void authorize(Exchange exchange) throws RefusedException {
    String header =
        exchange
            .header("Authorization")
            .orElseThrow(() -> new RefusedException(Reason.NO_TOKEN, "Token is required"));
    String[] parts = header.strip().split(" +", 2);
    String token =
        switch (parts[0].toLowerCase(Locale.ROOT)) {
          case "splunk", "bearer" -> parts.length == 2 ? parts[1] : "";
          case "basic" -> parts.length == 2 ? password(parts[1]) : "";
          default -> throw new RefusedException(Reason.NO_TOKEN, "Invalid authorization");
        };
    if (!tokens.accept(token)) {
      throw new RefusedException(Reason.WRONG_TOKEN, "Invalid token");
    }
  }

  /** Of Basic authentication the password is the token, whatever the user is called. */
  private static String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private int health(Exchange exchange) throws IOException {
    return pending.hasRoom()
        ? answer(exchange, 200, "HEC is healthy", 17)
        : answer(exchange, 503, "HEC is unhealthy, queues are full", 18);
  }

  private int ack(Exchange exchange) throws IOException, RefusedException {
    authorize(exchange);
    if (channel(exchange).isEmpty()) {
      return answer(exchange, 400, "Data channel is missing", 10);
    }
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode acks = answer.putObject("acks");
    try (PendingBytes.Body body = exchange.body(pending, largest)) {
      JsonNode asked = JSON.readTree(body.bytes()).path("acks");
      for (JsonNode id : asked) {
        acks.put(id.asText(), id.isIntegralNumber() && id.asLong() < acknowledged.get());
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new RefusedException(Reason.INVALID, "Invalid data format");
    }
    exchange.answer(200, JSON.writeValueAsBytes(answer));
    return 200;
  }

  private static int code(Reason reason) {
    return switch (reason) {
      case NO_TOKEN -> 2;
      case WRONG_TOKEN -> 4;
      case EMPTY -> 5;
      case INVALID, TOO_LARGE -> 6;
      case NO_EVENT -> 12;
      case BLANK_EVENT -> 13;
      case BUSY, DISK -> 9;
    };
  }

  private static ObjectNode text(String text, int code) {
    return JSON.createObjectNode().put("text", text).put("code", code);
  }

  private static int answer(Exchange exchange, int status, String text, int code)
      throws IOException {
    exchange.answer(status, JSON.writeValueAsBytes(text(text, code)));
    return status;
  }
}
