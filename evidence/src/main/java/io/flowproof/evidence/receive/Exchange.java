package io.flowproof.evidence.receive;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What both protocols ask of a request, and how both answer. */
final class Exchange {
  private static final int RETRY_AFTER_SECONDS = 5;

  /** The largest body that Firehose sends. */
  private static final long MOST_DROPPED = 64L << 20;

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  String method() {
    return http.getRequestMethod();
  }

  String path() {
    String path = http.getRequestURI().getPath();
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
  }

  /** A parameter of the query. */
  Optional<String> parameter(String name) {
    String query = http.getRequestURI().getRawQuery();
    return query == null
        ? Optional.empty()
        : Arrays.stream(query.split("&"))
            .filter(part -> part.startsWith(name + "="))
            .map(
                part ->
                    URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
            .findFirst();
  }

  /** Whether the body is compressed by gzip. */
  boolean isGzip() throws RefusedException {
    String encoding = header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
    return switch (encoding) {
      case "gzip" -> true;
      case "identity", "" -> false;
      default ->
          throw new RefusedException(
              RefusedException.Reason.INVALID,
              "Content-Encoding '%s' is not known (must be gzip, or missing)".formatted(encoding));
    };
  }

  /** The whole body, as it was sent. */
  PendingBytes.Body body(PendingBytes pending, long largest) throws IOException, RefusedException {
    long announced = header("Content-Length").map(Exchange::length).orElse(-1L);
    return pending.read(http.getRequestBody(), announced, largest);
  }

  private static long length(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Who sent it. */
  String client() {
    return http.getRemoteAddress().getAddress().getHostAddress();
  }

  /** Answers with JSON. */
  void answer(int status, byte[] json) throws IOException {
    if (!dropRest()) {
      http.getResponseHeaders().set("Connection", "close");
    }
    http.getResponseHeaders().set("Content-Type", "application/json");
    if (status == 503) {
      http.getResponseHeaders().set("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
    }
    http.sendResponseHeaders(status, json.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(json);
    }
  }

  /**
   * Reads what is left of a body that was refused: closing the connection on it would reset it, and
   * the sender would never see why (RFC 9112, section 9.6). False where there is too much.
   */
  private boolean dropRest() throws IOException {
    InputStream body = http.getRequestBody();
    byte[] buffer = new byte[64 << 10];
    long dropped = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      dropped += n;
      if (dropped > MOST_DROPPED) {
        return false;
      }
    }
    return true;
  }
}
