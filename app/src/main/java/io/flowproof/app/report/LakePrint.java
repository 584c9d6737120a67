package io.flowproof.app.report;

import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.upkeep.Compaction;
import io.flowproof.lake.upkeep.Expiry;
import io.flowproof.lake.upkeep.LakeStatus;
import io.flowproof.lake.upkeep.Verification;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What is known of a lake, for people. */
public final class LakePrint {
  private static final int MOST_GAPS = 20;

  private LakePrint() {}

  /** What is in it. */
  public static void status(PrintStream out, Page page, LakeStatus status, int objects) {
    Layout layout = Layout.columns("rrrl");
    layout.line("rows", "files", "bytes", "table");
    for (LakeStatus.TableStatus table : status.tables()) {
      layout.line(
          Numbers.count(table.rows()),
          Numbers.count(table.files()),
          Numbers.count(table.bytes()),
          table.name());
    }
    print(out, page, layout);
    out.println();
    out.println(
        "%s, %s, %s of records"
            .formatted(
                Numbers.count(objects, "raw object"),
                Numbers.count(status.interfaces(), "interface"),
                Numbers.count(status.days(), "day")));
    out.println("Time (UTC): " + UtcTime.range(status.first(), status.last()));
    out.println(
        "Records that AWS skipped (SKIPDATA): " + Numbers.count(status.skipped(), "window"));
    out.println(
        "Times of more than %d minutes without any record: %s"
            .formatted(LakeStatus.GAP_MINUTES, Numbers.count(status.gaps().size())));
    status.gaps().stream()
        .limit(MOST_GAPS)
        .forEach(gap -> out.println("  " + UtcTime.range(gap.from(), gap.to())));
    if (status.gaps().size() > MOST_GAPS) {
      out.println("  and %s more".formatted(Numbers.count(status.gaps().size() - MOST_GAPS)));
    }
  }

  /** Whether it is whole. */
  public static void verification(PrintStream out, Page page, Verification.Result result) {
    out.println(
        "%s as they were added, %s as they were written%s"
            .formatted(
                Numbers.count(result.objects(), "raw object"),
                Numbers.count(result.files(), "file"),
                result.rows() < 0
                    ? ""
                    : result.problems().isEmpty()
                        ? ", %s: each line once".formatted(Numbers.count(result.rows(), "row"))
                        : ""));
    if (!result.gone().isEmpty()) {
      out.println(
          "%s not at their place any more, so that the rows cannot be compared with them:"
              .formatted(Numbers.count(result.gone().size(), "raw object")));
      result.gone().forEach(object -> out.println("  " + Printable.of(object)));
    }
    result.notes().forEach(note -> out.println("note: " + note));
    result
        .problems()
        .forEach(problem -> out.println(page.warning("WRONG: " + Printable.of(problem))));
    out.println(
        page.strong(
            result.problems().isEmpty()
                ? "The lake is whole"
                : "The lake is NOT whole: " + Numbers.count(result.problems().size(), "problem")));
  }

  /** What was put together. */
  public static void compaction(PrintStream out, Compaction.Report report) {
    out.println(
        report.before() == 0
            ? "Nothing to put together: files are sorted, and large or alone on their day"
            : "Put %s of %s together to %s of %s: %s, as before"
                .formatted(
                    Numbers.count(report.before(), "file"),
                    Numbers.bytes(report.bytesBefore()),
                    Numbers.count(report.after()),
                    Numbers.bytes(report.bytesAfter()),
                    Numbers.count(report.rows(), "row")));
    if (report.before() > 0) {
      out.println("Earlier states keep the old files until flowproof lake expire removes them");
    }
  }

  /** What was removed. */
  public static void expiry(PrintStream out, Expiry.Report report) {
    out.println(
        "Removed %s, %s of %s"
            .formatted(
                Numbers.count(report.states().size(), "earlier state"),
                Numbers.count(report.files(), "file"),
                Numbers.bytes(report.bytes())));
    report
        .kept()
        .forEach(state -> out.println("Kept by a tag: snapshot " + Numbers.count(state.number())));
  }

  /** Its states, each with the tags that keep it. */
  public static void snapshots(
      PrintStream out, Page page, List<LakeSnapshot> snapshots, List<LakeTag> tags) {
    Layout layout = Layout.columns("rllll");
    layout.line("snapshot", "time (UTC)", "operation", "batch", "kept by");
    for (LakeSnapshot snapshot : snapshots) {
      layout.line(
          Numbers.count(snapshot.number()),
          snapshot.at().toString(),
          snapshot.operation(),
          snapshot.batch(),
          tags.stream()
              .filter(tag -> tag.snapshot() == snapshot.number())
              .map(LakePrint::kept)
              .collect(Collectors.joining(", ")));
    }
    print(out, page, layout);
  }

  private static String kept(LakeTag tag) {
    return tag.heldBy() == null
        ? tag.name()
        : "%s (held by %s)".formatted(tag.name(), Printable.of(tag.heldBy()));
  }

  private static void print(PrintStream out, Page page, Layout layout) {
    List<String> lines = layout.lines("");
    out.println(page.strong(lines.getFirst()));
    lines.subList(1, lines.size()).forEach(out::println);
  }
}
