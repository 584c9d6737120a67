package io.flowproof.app.report;

import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What a collection came to, for people. */
public final class CollectionReport {
  private static final int MOST_PROBLEMS = 20;

  private CollectionReport() {}

  /** Totals, every problem (the first of many), and the hash to note. */
  public static void print(PrintStream out, Page page, Path folder, CollectionTotals totals)
      throws IOException {
    out.println(
        page.strong(
            "%s kept, %s"
                .formatted(
                    Numbers.count(totals.kept(), "object"), Numbers.bytes(totals.keptBytes()))));
    if (totals.already() > 0) {
      out.println(Numbers.count(totals.already(), "object") + " in the case already, unchanged");
    }
    problems(out, page, folder, totals);
    if (!totals.complete()) {
      out.println(
          page.warning("Not complete: the collection did not see everything it was asked for"));
    }
    out.println("Head      " + totals.head());
    out.println(
        page.dim("          note it outside the case: a log that was written anew has another"));
  }

  private static void problems(PrintStream out, Page page, Path folder, CollectionTotals totals)
      throws IOException {
    if (totals.problems() == 0) {
      return;
    }
    List<CustodyEntry> problems =
        CustodyRecord.read(folder).entries(Action.PROBLEM).stream()
            .filter(e -> e.body().path("collection").asLong() == totals.collection())
            .toList();
    out.println(page.alarm(Numbers.count(problems.size(), "problem")));
    problems.stream()
        .limit(MOST_PROBLEMS)
        .forEach(
            p ->
                out.println(
                    "  %s: %s"
                        .formatted(Printable.of(p.text("uri")), Printable.of(p.text("message")))));
    if (problems.size() > MOST_PROBLEMS) {
      out.println(
          "  and %s more, in custody.ndjson"
              .formatted(Numbers.count(problems.size() - MOST_PROBLEMS)));
    }
  }
}
