package io.flowproof.app.cli;

import io.flowproof.core.signing.KeyFolder;
import io.flowproof.core.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a person's keys lie. */
final class KeyArguments {
  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "Folder of your keys (default: $FLOWPROOF_KEYS, or ~/.config/flowproof/keys).")
  private @Nullable Path folder;

  /** The folder that was named, or the usual one. */
  KeyFolder folder(Terminal terminal) {
    return new KeyFolder(folder == null ? usual(terminal.environment()) : folder);
  }

  private static Path usual(Map<String, String> environment) {
    String named = environment.getOrDefault("FLOWPROOF_KEYS", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        config.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(config);
    return base.resolve("flowproof").resolve("keys");
  }

  /**
   * The key that signs.
   *
   * @throws UsageException if none was made yet
   */
  SigningKey current(Terminal terminal) throws IOException {
    KeyFolder keys = folder(terminal);
    return keys.current()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no key in " + keys.folder() + " ('flowproof key' makes one)"));
  }
}
