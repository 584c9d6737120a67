package io.flowproof.app.cli;

import picocli.CommandLine.Command;

/** {@code collect}: brings raw objects into a case. */
@Command(
    name = "collect",
    description = "Collect flow logs as evidence: raw bytes, hashed, in a case with a chained log.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  flowproof collect files ./downloaded --case incident-7",
      "  flowproof evidence verify --case incident-7",
      "  flowproof detect incident-7/objects"
    })
final class CollectCommand {}
