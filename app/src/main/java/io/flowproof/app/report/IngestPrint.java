package io.flowproof.app.report;

import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.SkippedFile;
import io.flowproof.lake.ingest.IngestReport;
import java.io.PrintStream;
import java.util.List;

/** What an ingest did, for people: what was added, and everything that was not and why. */
public final class IngestPrint {
  private static final int HASH_SHOWN = 16;

  private IngestPrint() {}

  /** Writes everything. */
  public static void print(PrintStream out, Page page, IngestReport report) {
    out.println(page.strong("Added ") + InspectReport.summary(ReadTotals.of(report.added())));
    if (report.unchanged() > 0) {
      out.println(
          "%s there already, nothing added".formatted(Numbers.count(report.unchanged(), "object")));
    }
    if (report.left() > 0) {
      out.println(
          "Stopped: %s not added yet (run it again to add the rest)"
              .formatted(Numbers.count(report.left(), "object")));
    }
    report.added().forEach(account -> notIntact(out, page, account));
    report
        .duplicates()
        .forEach(
            duplicate ->
                out.println(
                    "same content: %s has the bytes of %s; its lines were not added again"
                        .formatted(
                            Printable.of(duplicate.object()), Printable.of(duplicate.same()))));
    skipped(out, report.skipped());
    report
        .unreadable()
        .forEach(
            object ->
                out.println(
                    page.warning(
                        "UNREADABLE: %s: %s"
                            .formatted(
                                Printable.of(object.object()), Printable.of(object.problem())))));
    report
        .changed()
        .forEach(
            object ->
                out.println(
                    page.warning(
                        "EVIDENCE CHANGED: %s had SHA-256 %s… when it was added and has %s… now; the lake keeps the first"
                            .formatted(
                                Printable.of(object.object()),
                                object.before().substring(0, HASH_SHOWN),
                                object.now().substring(0, HASH_SHOWN)))));
  }

  private static void notIntact(PrintStream out, Page page, ObjectAccount account) {
    account
        .damage()
        .forEach(
            damage ->
                out.println(
                    "damaged: %s: %s"
                        .formatted(
                            Printable.of(account.object()), page.warning(Printable.of(damage)))));
    if (account.rejected() > 0) {
      out.println(
          "rejected: %s: %s (flowproof inspect shows them)"
              .formatted(
                  Printable.of(account.object()), Numbers.count(account.rejected(), "line")));
    }
  }

  private static void skipped(PrintStream out, List<SkippedFile> skipped) {
    skipped.forEach(
        file ->
            out.println(
                "skipped: %s: %s"
                    .formatted(Printable.of(file.file()), Printable.of(file.reason()))));
  }
}
