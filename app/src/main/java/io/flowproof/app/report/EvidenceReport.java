package io.flowproof.app.report;

import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.Hold;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.evidence.custody.Seal;
import io.flowproof.evidence.custody.SourceHold;
import io.flowproof.evidence.custody.Verification;
import io.flowproof.evidence.custody.Verification.CheckedSeal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in a case and what it is worth, for people. */
public final class EvidenceReport {
  private static final int MOST_COMMANDS = 20;

  private final PrintStream out;
  private final Page page;

  /** Writes to {@code out}. */
  public EvidenceReport(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /** Everything that the log says, without looking at the objects. */
  public void show(CustodyRecord record) {
    out.println(page.strong("Case      " + Printable.of(record.title())));
    out.println("Objects   " + objects(record.objects()));
    out.println("Entries   " + Numbers.count(record.entries().size()));
    out.println("Head      " + record.head());
    record.problems().forEach(p -> out.println(page.alarm("DAMAGED   " + p.message())));
    collections(record);
    holds(record.holds());
    seals(record.entries(Action.SEAL));
  }

  private static String objects(List<KeptObject> objects) {
    return "%s, %s"
        .formatted(
            Numbers.count(objects.size()),
            Numbers.bytes(objects.stream().mapToLong(KeptObject::size).sum()));
  }

  private void collections(CustodyRecord record) {
    List<KeptObject> objects = record.objects();
    Layout layout = Layout.columns("rlrrrll");
    layout.line("", "begun (UTC)", "objects", "problems", "complete", "by", "command");
    for (CustodyEntry begun : record.entries(Action.COLLECTION)) {
      long number = begun.body().path("collection").asLong();
      layout.line(
          String.valueOf(number),
          UtcTime.of(begun.time()),
          Numbers.count(objects.stream().filter(o -> o.collection() == number).count()),
          Numbers.count(of(record, Action.PROBLEM, number).size()),
          of(record, Action.COLLECTED, number).stream()
              .map(e -> e.body().path("complete").asBoolean() ? "yes" : "no")
              .findFirst()
              .orElse("cut off"),
          Printable.of(begun.text("operator")),
          Printable.of(begun.text("command")));
    }
    section("Collections", layout.lines("  "));
  }

  private static List<CustodyEntry> of(CustodyRecord record, Action action, long collection) {
    return record.entries(action).stream()
        .filter(e -> e.body().path("collection").asLong() == collection)
        .toList();
  }

  private void holds(List<Hold> holds) {
    section(
        "Holds",
        holds.stream()
            .map(
                h ->
                    "  %s  since %s by %s: %s%s"
                        .formatted(
                            h.name(),
                            UtcTime.of(h.placed()),
                            Printable.of(h.operator()),
                            Printable.of(h.reason()),
                            lakes(h)
                                + (h.inForce() ? "" : ", released " + UtcTime.of(h.released()))))
            .toList());
  }

  private static String lakes(Hold hold) {
    return hold.lakes().isEmpty()
        ? ""
        : "; keeps "
            + String.join(
                ", ",
                hold.lakes().stream()
                    .map(l -> "snapshot %d of %s".formatted(l.snapshot(), Printable.of(l.lake())))
                    .toList());
  }

  private void seals(List<CustodyEntry> seals) {
    section(
        "Seals",
        seals.stream()
            .map(
                s ->
                    "  %s  entries 1 to %s, key %s"
                        .formatted(
                            UtcTime.of(s.time()),
                            s.text("entries"),
                            Printable.of(s.text("key_id"))))
            .toList());
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(page.strong(title));
      lines.forEach(out::println);
    }
  }

  /** What a check found. */
  public void verification(Verification found) {
    out.println(verdict(found));
    out.println("Checked   " + objects(found.record().objects()));
    out.println("Entries   " + Numbers.count(found.record().entries().size()));
    out.println("Head      " + found.record().head());
    for (CheckedSeal seal : found.seals()) {
      out.println(
          "Seal      entries 1 to %d by %s%s"
              .formatted(
                  seal.seal().entries(),
                  seal.seal().key(),
                  seal.trusted() ? ", which you trust" : ", which you did not name as trusted"));
    }
    found.problems().forEach(p -> out.println(page.alarm("  " + Printable.of(p.message()))));
  }

  private String verdict(Verification found) {
    return switch (found.status()) {
      case VALID -> page.strong("valid: nothing was changed, and a key that you trust sealed it");
      case PARTLY_SEALED ->
          page.warning(
              "intact, sealed in part: objects after entry %d are in no seal that you trust"
                  .formatted(found.trustedEntries()));
      case SIGNER_UNKNOWN ->
          page.warning("intact, signer unknown: name the signer's public key with --key");
      case NOT_SEALED ->
          page.warning(
              "intact, not sealed: nobody vouches that the log was not written anew"
                  + " ('flowproof evidence seal')");
      case DAMAGED -> page.alarm("DAMAGED: " + Numbers.count(found.problems().size(), "problem"));
    };
  }

  /** That a case was sealed, and what to note and to hand over. */
  public void sealed(Seal seal, String head, Path publicKey) {
    out.println("Sealed    entries 1 to %d by %s".formatted(seal.entries(), seal.key()));
    out.println("Head      " + head);
    out.println(
        page.dim(
            "          note it outside the case: whoever has the folder and the key can write both"
                + " anew"));
    out.println("Hand over " + publicKey);
  }

  /**
   * That a hold was placed, what it binds, and how to bind the source as well.
   *
   * @param commands those for the source
   * @param script where they were written; null where they are to be printed
   */
  public void held(Hold hold, CustodyRecord record, List<String> commands, @Nullable Path script) {
    out.println(hold.name() + " is in force");
    for (Hold.HeldLake lake : hold.lakes()) {
      out.println(
          "Keeps     snapshot %d of the lake %s, by the tag '%s'"
              .formatted(lake.snapshot(), Printable.of(lake.lake()), lake.tag()));
    }
    out.println("It binds the commands of Flowproof. It does not bind 'rm', nor the source.");
    if (commands.isEmpty()) {
      return;
    }
    out.println(
        page.strong("To bind the source, too")
            + " (a legal hold needs Object Lock on the bucket; %s, each version counted):"
                .formatted(Numbers.count(SourceHold.objects(record), "object")));
    if (script != null) {
      out.println("  sh %s".formatted(Printable.of(script.toString())));
      return;
    }
    commands.stream().limit(MOST_COMMANDS).forEach(c -> out.println("  " + Printable.of(c)));
    if (commands.size() > MOST_COMMANDS) {
      out.println(
          "  and %s more: --script FILE writes all of them"
              .formatted(Numbers.count(commands.size() - MOST_COMMANDS)));
    }
  }
}
