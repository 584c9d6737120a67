package io.flowproof.app.cli;

import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The case that a command works on, and who works on it. */
final class CaseArguments {
  @Option(names = "--case", paramLabel = "DIR", description = "The case folder.")
  private @Nullable Path folder;

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      description = "Who does this, for the log of the case (default: user@host).")
  private @Nullable String operator;

  /**
   * The folder.
   *
   * @throws UsageException if none was given
   */
  Path folder() {
    if (folder == null) {
      throw new UsageException("Missing required option: '--case=DIR'");
    }
    return folder;
  }

  /** Whether a folder was given. */
  boolean isGiven() {
    return folder != null;
  }

  /** A case that exists, for writing. */
  CaseFolder open(Terminal terminal) throws IOException {
    return CaseFolder.open(folder(), actor(terminal.environment()));
  }

  /** A case that is begun if need be. */
  CaseFolder openOrBegin(Terminal terminal, @Nullable String title) throws IOException {
    String name = String.valueOf(folder().toAbsolutePath().normalize().getFileName());
    return CaseFolder.openOrBegin(
        folder(), title == null ? name : title, actor(terminal.environment()));
  }

  /** Who works, with what, by this machine's clock. */
  Actor actor(Map<String, String> environment) {
    String name = operator == null ? user(environment) + "@" + host(environment) : operator;
    return new Actor(name, Flowproof.VERSION, Clock.systemUTC());
  }

  private static String user(Map<String, String> environment) {
    return environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "unknown"));
  }

  private static String host(Map<String, String> environment) {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return environment.getOrDefault("HOSTNAME", "unknown");
    }
  }
}
