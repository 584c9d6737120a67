package io.flowproof.evidence.receive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Receives over HTTP: Amazon Data Firehose at {@code /firehose}, Splunk's HTTP Event Collector at
 * {@code /services/collector}. A thread of its own serves each request; what they hold in memory is
 * bounded together, and who finds no room is answered 503.
 */
public final class Receiver implements Closeable {
  /** Firehose waits three minutes for an answer. */
  private static final int SECONDS_FOR_A_REQUEST = 180;

  private static final int MOST_CONNECTIONS = 1_000;
  private static final int BACKLOG = 256;
  private static final int SECONDS_TO_END = 10;

  private final HttpServer server;
  private final ExecutorService threads;
  private final ReceiverEvents events;

  private Receiver(HttpServer server, ExecutorService threads, ReceiverEvents events) {
    this.server = server;
    this.threads = threads;
    this.events = events;
  }

  /**
   * Begins to receive.
   *
   * @param objects where everything is kept; stays the caller's to close, after this
   * @throws IOException if it cannot listen there
   */
  public static Receiver start(
      ReceiverOptions options, ReceivedObjects objects, ReceiverEvents events, Clock clock)
      throws IOException {
    limit("sun.net.httpserver.maxReqTime", SECONDS_FOR_A_REQUEST);
    limit("sun.net.httpserver.maxRspTime", SECONDS_FOR_A_REQUEST);
    limit("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    setUnlessSet("sun.net.httpserver.nodelay", "true"); // Small answers are not held back.
    HttpServer server;
    if (options.tls() == null) {
      server = HttpServer.create(options.listen(), BACKLOG);
    } else {
      HttpsServer https = HttpsServer.create(options.listen(), BACKLOG);
      https.setHttpsConfigurator(new HttpsConfigurator(options.tls()));
      server = https;
    }
    Store store = new Store(objects, events, options.largestBody());
    PendingBytes pending = new PendingBytes(options.mostPending(), events::pending);
    FirehoseEndpoint firehose =
        new FirehoseEndpoint(options.tokens(), store, pending, options.largestBody(), clock);
    HecEndpoint hec = new HecEndpoint(options.tokens(), store, pending, options.largestBody());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Receiver receiver = new Receiver(server, threads, events);
    server.createContext(
        "/firehose", http -> receiver.serve(FirehoseEndpoint.PROTOCOL, http, firehose::handle));
    server.createContext(
        HecEndpoint.PATH, http -> receiver.serve(HecEndpoint.PROTOCOL, http, hec::handle));
    server.setExecutor(threads);
    server.start();
    return receiver;
  }

  private static void limit(String property, int value) {
    setUnlessSet(property, Integer.toString(value));
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Serves one request, and gives the status that it answered. */
  @FunctionalInterface
  private interface Endpoint {
    int handle(Exchange exchange) throws IOException;
  }

  private void serve(String protocol, HttpExchange http, Endpoint endpoint) {
    try (http) {
      events.answered(protocol, endpoint.handle(new Exchange(http)));
    } catch (IOException e) {
      events.answered(protocol, 0); // The sender is gone; it will send again what it must.
    } catch (RuntimeException e) {
      events.failed("A request could not be served: " + e);
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Takes no new requests, and waits for those that are under way. */
  @Override
  public void close() {
    server.stop(SECONDS_TO_END);
    threads.close();
  }
}
