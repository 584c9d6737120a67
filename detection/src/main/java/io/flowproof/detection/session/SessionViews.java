package io.flowproof.detection.session;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What single records do not tell: which of them are one connection, who opened it, how far it got,
 * and how many interfaces saw it. Computed in SQL while reading, so that it is the same for files
 * and lakes of any size, in whatever order they were taken in; the texts are {@code session.sql}
 * and {@code conversation.sql} beside this class.
 *
 * <p>A <em>session</em> is a connection as one interface saw it: the records of a protocol between
 * two ends, in both directions and over all aggregation windows. An end is an address with its
 * port; where {@code pkt-srcaddr} and {@code pkt-dstaddr} are there they are the addresses, so that
 * fifty pods behind one interface stay fifty. A silence longer than the idle gap begins another
 * session, and so does a SYN after a FIN or RST, more than a minute after the SYN before.
 *
 * <p>A <em>conversation</em> is a connection once, whichever interfaces saw it: NAT gateways,
 * transit gateways, load balancers that keep the client's address, and the far end. Its counts are
 * those of its vantage, the interface that saw most.
 */
public final class SessionViews {
  /** The view of sessions. */
  public static final String SESSION = "session";

  /** The view of conversations. */
  public static final String CONVERSATION = "conversation";

  /** The silence that ends a session in the views: longer than any aggregation window. */
  public static final Duration IDLE = Duration.ofMinutes(15);

  private static final String SESSION_TEXT = text("session.sql");
  private static final String CONVERSATION_TEXT = text("conversation.sql");

  private SessionViews() {}

  /**
   * A SELECT of sessions.
   *
   * @param flow the records: the name of a relation with the columns of {@link FlowTables#FLOW}, or
   *     a SELECT in brackets
   * @param idle the silence that ends a session
   */
  public static String sessions(String flow, Duration idle) {
    return SESSION_TEXT.replace("{flow}", flow).replace("{idle}", Long.toString(idle.toSeconds()));
  }

  /**
   * A SELECT of conversations.
   *
   * @param sessions the name of a relation as {@link #sessions} gives it, or a SELECT in brackets
   */
  public static String conversations(String sessions) {
    return CONVERSATION_TEXT.replace("{session}", sessions);
  }

  /**
   * Makes both views in a database that is being staged and has all columns of flows; it must be
   * finished with settings that {@link #settings} gives.
   */
  public static void create(DuckDbStaging staging) {
    String sessions = sessions(FlowTables.FLOW, IDLE);
    staging.createView(SESSION, named(sessions));
    staging.createView(CONVERSATION, named(conversations("(" + sessions + ")")));
  }

  /** The same settings, with the functions that the views call. */
  public static DuckDbSettings settings(DuckDbSettings settings) {
    List<JavaFunction> functions = new ArrayList<>(settings.functions());
    functions.add(CommunityId.FUNCTION);
    return settings.withFunctions(functions);
  }

  /** With the name that other tools give the connection, computed where it is asked for. */
  private static String named(String connections) {
    return """
    SELECT *, fp_community_id(client, server, CAST(protocol AS INTEGER),
      CAST(coalesce(client_port, -1) AS INTEGER), CAST(coalesce(server_port, -1) AS INTEGER))
      AS community_id
    FROM (%s)
    """
        .formatted(connections);
  }

  /** The columns of flows that both need. */
  public static Set<String> columns() {
    return Set.copyOf(
        List.of(
            "interface_id",
            "resource_id",
            "protocol",
            "srcaddr",
            "srcport",
            "dstaddr",
            "dstport",
            "pkt_srcaddr",
            "pkt_dstaddr",
            "packets",
            "bytes",
            "tcp_flags",
            "action",
            "start_time",
            "end_time",
            "initiator",
            "flow_direction",
            "source_id",
            "source_line"));
  }

  private static String text(String name) {
    try (InputStream in = SessionViews.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: " + name);
      }
      // Braces stand in the text for relations; its comments are for those who read the file.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.strip().startsWith("--"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
