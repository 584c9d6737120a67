package io.flowproof.app.report;

import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments.Span;
import io.flowproof.lake.enrich.EnrichmentState;
import io.flowproof.lake.enrich.EnrichmentStore;
import io.flowproof.lake.enrich.EnrichmentUpdate.Result;
import io.flowproof.lake.enrich.EnrichmentVersion;
import io.flowproof.lake.enrich.EnrichmentVersion.StoredFile;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What a lake's records are enriched with, for people. */
public final class EnrichmentPrint {
  private static final int HASH_SHOWN = 16;

  private EnrichmentPrint() {}

  /** What an ingest does with files that came with it. */
  public static void ingest(PrintStream out, Result result) {
    out.println(
        result.isNew()
            ? "Enrichment version %d from now on: %s; days that are there keep theirs (flowproof enrich changes them)"
                .formatted(result.version().number(), files(result.version()))
            : "Enrichment version %d has these files already".formatted(result.version().number()));
  }

  /** What was enriched anew. */
  public static void enriched(PrintStream out, Result result) {
    out.println(
        "Enrichment version %d%s: %s"
            .formatted(
                result.version().number(),
                result.isNew() ? " (new)" : "",
                files(result.version())));
    out.println(
        result.days() == 0
            ? "No day had another version: nothing changed"
            : "%s changed to it: %s"
                .formatted(
                    Numbers.count(result.days(), "day"),
                    String.valueOf(result.from()).equals(String.valueOf(result.to()))
                        ? result.from()
                        : result.from() + " to " + result.to()));
  }

  /** All versions, and the days of each. */
  public static void list(PrintStream out, Page page, EnrichmentStore store) {
    if (store.versions().isEmpty()) {
      out.println("The lake has nothing to enrich with");
      return;
    }
    for (EnrichmentVersion version : store.versions()) {
      out.println(
          page.strong("version " + version.number()) + ", made " + version.made() + " (UTC)");
      Layout layout = Layout.columns("llll");
      for (StoredFile file : version.files()) {
        layout.line(
            "  " + file.kind().text(),
            Printable.of(file.name()),
            "SHA-256 " + file.sha256().substring(0, HASH_SHOWN) + "…",
            file.at() != null
                ? "of " + file.at()
                : file.provider() == null ? "" : "of " + Printable.of(file.provider()));
      }
      layout.lines("").forEach(out::println);
    }
    EnrichmentState state = store.state(null);
    if (state != null) {
      out.println(page.strong("now") + ": version " + state.version() + days(state));
    }
  }

  private static String days(EnrichmentState state) {
    List<String> others = new ArrayList<>();
    for (Span span : state.days()) {
      others.add("%s to %s version %d".formatted(span.from(), span.to(), span.version()));
    }
    return others.isEmpty() ? "" : "; but " + String.join(", then ", others);
  }

  private static String files(EnrichmentVersion version) {
    List<String> counts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      long count = version.files().stream().filter(file -> file.kind() == kind).count();
      if (count > 0) {
        counts.add(Numbers.count(count, "file") + " of " + kind.text());
      }
    }
    return counts.isEmpty() ? "no files" : String.join(", ", counts);
  }
}
