package io.flowproof.trino;

import io.flowproof.engine.api.Watchdog;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where Trino is, and what a query may take.
 *
 * @param url {@code http://…}, {@code https://…} or {@code jdbc:trino://…}, which may name catalog
 *     and schema
 * @param user whom queries run as
 * @param password for clusters that ask for one, over https only; null for none
 * @param catalog the catalog with the lake's tables
 * @param schema the schema with the lake's tables
 * @param timeout how long one query may run
 * @param watchdog holds queries to that
 */
public record TrinoSettings(
    String url,
    String user,
    @Nullable String password,
    String catalog,
    String schema,
    Duration timeout,
    Watchdog watchdog) {
  private static final String JDBC = "jdbc:trino://";

  /** Checks the address. */
  public TrinoSettings {
    URI uri = URI.create(url.startsWith(JDBC) ? url.substring("jdbc:".length()) : url);
    boolean known = url.startsWith(JDBC) || url.startsWith("http://") || url.startsWith("https://");
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "'%s' is no address of Trino (such as http://localhost:8080 or jdbc:trino://host:443)"
              .formatted(url));
    }
  }

  /** The cluster's address as it is shown. */
  public String shown() {
    return "%s, %s.%s".formatted(url, catalog, schema);
  }

  String jdbcUrl() {
    if (url.startsWith(JDBC)) {
      return url;
    }
    URI uri = URI.create(url);
    boolean secure = url.startsWith("https:");
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    String host = String.valueOf(uri.getHost());
    return "%s%s:%d?SSL=%s".formatted(JDBC, host, port, secure);
  }

  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("source", "flowproof");
    // Otherwise the machine's: a result must not depend on where it is asked for.
    properties.setProperty("timezone", "UTC");
    return properties;
  }
}
