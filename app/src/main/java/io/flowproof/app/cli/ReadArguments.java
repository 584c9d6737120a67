package io.flowproof.app.cli;

import io.flowproof.detection.logs.ParquetObject;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.enrich.InternalNetworks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How flow logs are read. */
final class ReadArguments {
  @Option(
      names = "--log-format",
      paramLabel = "FIELDS",
      description = {
        "The format of logs without a header line, as describe-flow-logs prints it:",
        "'$${version} $${account-id} …'. Without it, such lines must have the default format."
      })
  private @Nullable String logFormat;

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      description = {
        "A network that is yours beside 10/8, 172.16/12, 192.168/16, 100.64/10 and fc00::/7;",
        "may be repeated."
      })
  private List<String> internal = List.of();

  /**
   * The options that they mean.
   *
   * @throws UsageException for one that means nothing
   */
  ReadOptions options() {
    try {
      return ReadOptions.STANDARD
          .withFormat(logFormat == null ? null : LogFormat.parse(logFormat))
          .withNetworks(InternalNetworks.with(internal))
          .withParquet(ParquetObject::open);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
