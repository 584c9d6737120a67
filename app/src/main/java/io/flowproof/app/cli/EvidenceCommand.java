package io.flowproof.app.cli;

import io.flowproof.app.report.EvidenceReport;
import io.flowproof.core.signing.SigningKey;
import io.flowproof.core.signing.VerifyingKey;
import io.flowproof.evidence.custody.CaseExport;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CaseVerifier;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.Seal;
import io.flowproof.evidence.custody.Verification;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evidence}: checks, seals, holds and hands over a case. */
@Command(
    name = "evidence",
    description = "Check, seal, hold and hand over a case that 'collect' made.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  flowproof evidence seal --case incident-7",
      "  flowproof evidence verify --case incident-7 --key kim.pub.pem"
    })
final class EvidenceCommand {
  private final Terminal terminal;

  EvidenceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(description = "Show what is in a case: collections, objects, holds, seals.")
  int show(@Mixin CaseArguments arguments) throws IOException {
    report().show(CustodyRecord.read(arguments.folder()));
    return ExitCode.DONE.number();
  }

  @Command(
      description = {
        "Check a case offline: the chain of its log, every byte of every object, its seals.",
        "",
        "Exit codes: 0 valid (sealed by a key that --key names), 1 intact but nobody known vouches for"
            + " it, 4 damaged."
      })
  int verify(
      @Mixin CaseArguments arguments,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "A public key whose owner you know; may be repeated.")
          List<Path> keys)
      throws IOException {
    List<VerifyingKey> trusted = new ArrayList<>();
    for (Path key : keys == null ? List.<Path>of() : keys) {
      trusted.add(VerifyingKey.load(key));
    }
    Verification found;
    long[] done = {0};
    long all = bytes(arguments.folder());
    try (Progress progress = new Progress(terminal)) {
      found =
          new CaseVerifier(
                  arguments.folder(),
                  trusted,
                  n -> progress.bytes("verify").bytes(done[0] += n, all))
              .verify();
    }
    report().verification(found);
    return switch (found.status()) {
      case VALID -> ExitCode.DONE.number();
      case PARTLY_SEALED, SIGNER_UNKNOWN, NOT_SEALED -> ExitCode.CHECK_FAILED.number();
      case DAMAGED -> ExitCode.DATA.number();
    };
  }

  private static long bytes(Path folder) throws IOException {
    return CustodyRecord.read(folder).objects().stream().mapToLong(o -> o.size()).sum();
  }

  @Command(description = "Sign the log of a case as it stands.")
  int seal(@Mixin CaseArguments arguments, @Mixin KeyArguments keys) throws IOException {
    SigningKey key = keys.current(terminal);
    try (CaseFolder open = arguments.open(terminal)) {
      Seal seal = open.seal(key);
      report().sealed(seal, open.head(), keys.folder(terminal).publicFile(key.id()));
    }
    return ExitCode.DONE.number();
  }

  @Command(
      description = "Put a hold on a case: until it is released, no command deletes what it needs.")
  int hold(
      @Mixin CaseArguments arguments,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason)
      throws IOException {
    try (CaseFolder open = arguments.open(terminal)) {
      report().held(open.hold(reason), open.record());
    }
    return ExitCode.DONE.number();
  }

  @Command(description = "End a hold.")
  int release(
      @Mixin CaseArguments arguments,
      @Option(names = "--hold", required = true, paramLabel = "NAME", description = "Which.")
          String hold,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason)
      throws IOException {
    try (CaseFolder open = arguments.open(terminal)) {
      open.release(hold, reason);
      terminal.out().println(hold + " is released");
    }
    return ExitCode.DONE.number();
  }

  @Command(
      description =
          "Write a case to a ZIP archive, with checksums and a text that says how to check it.")
  int export(
      @Mixin CaseArguments arguments,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "The archive.")
          Path archive)
      throws IOException {
    try (CaseFolder open = arguments.open(terminal)) {
      String sha256 = CaseExport.write(open, archive);
      terminal.out().println("Wrote " + archive);
      terminal.out().println("SHA-256   " + sha256);
      return ExitCode.DONE.number();
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(archive + " is there already (name another file)");
    }
  }

  private EvidenceReport report() {
    return new EvidenceReport(terminal.out(), terminal.page());
  }
}
