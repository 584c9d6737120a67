package io.flowproof.app.cli;

import io.flowproof.app.report.EvidenceReport;
import io.flowproof.app.report.html.CasePage;
import io.flowproof.core.signing.SigningKey;
import io.flowproof.core.signing.VerifyingKey;
import io.flowproof.evidence.custody.CaseExport;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CaseVerifier;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.Hold;
import io.flowproof.evidence.custody.Seal;
import io.flowproof.evidence.custody.SourceHold;
import io.flowproof.evidence.custody.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        "Exit codes: 0 valid (sealed by a key that --key names), 1 intact but nobody known vouches"
            + " for it, 4 damaged."
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
      description = {
        "Put a hold on a case, and on states of lakes: until it is released, no command deletes"
            + " what it",
        "covers. It binds Flowproof's commands, not 'rm'; for the source it gives the commands of"
            + " the AWS",
        "CLI that bind it, for each object and version."
      })
  int hold(
      @Mixin CaseArguments arguments,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(
              names = "--lake",
              paramLabel = "DIR",
              description = "A lake whose state as it is now is kept too; may be repeated.")
          List<Path> lakes,
      @Option(
              names = "--script",
              paramLabel = "FILE",
              description =
                  "Where to write the commands for the source (default: they are printed).")
          Path script)
      throws IOException {
    try (CaseFolder open = arguments.open(terminal)) {
      Hold hold = LakeHolds.hold(open, reason, lakes == null ? List.of() : lakes);
      List<String> commands = SourceHold.commands(open.record());
      if (script != null) {
        Files.writeString(script, "#!/bin/sh\nset -x\n" + String.join("\n", commands) + "\n");
      }
      report().held(hold, open.record(), commands, script);
    }
    return ExitCode.DONE.number();
  }

  @Command(description = "End a hold, on the case and on the lakes.")
  int release(
      @Mixin CaseArguments arguments,
      @Option(names = "--hold", required = true, paramLabel = "NAME", description = "Which.")
          String hold,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(
              names = "--lake",
              paramLabel = "DIR",
              description = "Where a held lake that was moved lies now; may be repeated.")
          List<Path> moved,
      @Option(names = "--gone", description = "Held lakes that are nowhere were deleted for good.")
          boolean gone)
      throws IOException {
    try (CaseFolder open = arguments.open(terminal)) {
      LakeHolds.release(open, hold, reason, moved == null ? List.of() : moved, gone);
      terminal.out().println(hold + " is released");
    }
    return ExitCode.DONE.number();
  }

  @Command(
      description = {
        "Write a case to a ZIP archive, with a report, checksums and a text that says how to check"
            + " it.",
        "The archive is not evidence of its own: its SHA-256 goes into the log."
      })
  int export(
      @Mixin CaseArguments arguments,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "The archive.")
          Path archive,
      @Option(
              names = "--with",
              paramLabel = "FILE",
              description =
                  "A file to hand over with it, such as the page of 'gaps --report'; may be"
                      + " repeated.")
          List<Path> with)
      throws IOException {
    List<Path> files = with == null ? List.of() : with;
    Paths.check(files);
    Map<String, byte[]> reports = new LinkedHashMap<>();
    reports.put(
        "report.html",
        CasePage.of(CustodyRecord.read(arguments.folder()), Flowproof.VERSION)
            .getBytes(StandardCharsets.UTF_8));
    for (Path file : files) {
      if (reports.put("reports/" + file.getFileName(), Files.readAllBytes(file)) != null) {
        throw new UsageException("Two files are called " + file.getFileName() + " (rename one)");
      }
    }
    try (CaseFolder open = arguments.open(terminal)) {
      String sha256 = CaseExport.write(open, archive, reports);
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
