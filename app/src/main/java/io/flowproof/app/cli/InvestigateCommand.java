package io.flowproof.app.cli;

import picocli.CommandLine.Command;

/** {@code investigate}: the questions of a responder. */
@Command(
    name = "investigate",
    description = {
      "Ask flow logs what a responder asks: who talked to whom, how far it got, what left, where"
          + " it",
      "went next, and what cannot be said."
    },
    synopsisSubcommandLabel = "QUESTION",
    footer = {
      "",
      "Examples:",
      "  flowproof investigate ip 203.0.113.9 --lake /var/lib/flowproof",
      "  flowproof investigate connection 10.0.1.5 10.0.2.9 --logs AWSLogs/",
      "  flowproof investigate paths --from 10.0.1.5 --at 2026-03-02T09:10:00Z --logs AWSLogs/"
    })
final class InvestigateCommand {}
