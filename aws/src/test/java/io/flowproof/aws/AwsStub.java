package io.flowproof.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers as the services of AWS do over HTTP: the JSON protocols by {@code X-Amz-Target}, EC2's
 * query protocol by {@code Action}. What it answers is up to the test. While it runs there are
 * credentials.
 */
public final class AwsStub implements AutoCloseable {
  private static final String KEY_ID = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  private final HttpServer server;
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

  /**
   * A request.
   *
   * @param operation the operation's name
   * @param body as it was sent
   */
  public record Call(String operation, String body) {}

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body as it is sent
   */
  public record Answer(int status, String body) {
    /** A success. */
    public static Answer ok(String body) {
      return new Answer(200, body);
    }
  }

  private AwsStub(HttpServer server) {
    this.server = server;
    // Any will do: nothing here checks a signature.
    System.setProperty(KEY_ID, "test");
    System.setProperty(SECRET, "test");
  }

  /** Starts on a free port of this machine. */
  public static AwsStub answering(Function<Call, Answer> answers) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AwsStub stub = new AwsStub(server);
      server.createContext("/", exchange -> stub.answer(exchange, answers));
      server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange, Function<Call, Answer> answers) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    Call call = new Call(target == null ? action(body) : afterDot(target), body);
    calls.add(call);
    Answer answer = answers.apply(call);
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            target == null ? "text/xml;charset=UTF-8" : "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String afterDot(String target) {
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private static String action(String body) {
    for (String pair : body.split("&")) {
      if (pair.startsWith("Action=")) {
        return pair.substring("Action=".length());
      }
    }
    return "";
  }

  /** What was asked so far. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How to reach it. */
  public AwsAccess access() {
    return new AwsAccess(
        Optional.of("us-east-1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(URI.create("http://localhost:" + server.getAddress().getPort())));
  }

  @Override
  public void close() {
    server.stop(0);
    System.clearProperty(KEY_ID);
    System.clearProperty(SECRET);
  }
}
