package io.flowproof.evidence.response;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.Tactic;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.InvalidCaseException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An incident, from the entries of its case's log. Times are those that the entries state ({@code
 * at}): a step may be written down later than it was done, never before.
 *
 * @param title of the case
 * @param finding the rule, or whatever else raised it
 * @param technique of ATT&amp;CK
 * @param tactic that it served, in kebab case
 * @param began the attack's first packet, or null where nobody knows it
 * @param detected when the finding was there
 * @param acknowledged when somebody took it on, or null
 * @param contained when the attacker could go no further, or null
 * @param closed when it was over, or null
 */
public record Incident(
    String title,
    String finding,
    String technique,
    String tactic,
    @Nullable Instant began,
    Instant detected,
    @Nullable Instant acknowledged,
    @Nullable Instant contained,
    @Nullable Instant closed) {
  private static final String AT = "at";

  /** The incident of a case; empty where none was opened. */
  public static Optional<Incident> of(CustodyRecord record) {
    List<CustodyEntry> opened = record.entries(Action.INCIDENT);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    CustodyEntry first = opened.getFirst();
    return Optional.of(
        new Incident(
            record.title(),
            first.text("finding"),
            first.text("technique"),
            first.text("tactic"),
            time(first, "began"),
            atOf(first),
            step(record, Action.ACKNOWLEDGE),
            step(record, Action.CONTAIN),
            step(record, Action.CLOSE)));
  }

  private static @Nullable Instant step(CustodyRecord record, Action action) {
    List<CustodyEntry> entries = record.entries(action);
    return entries.isEmpty() ? null : atOf(entries.getFirst());
  }

  private static Instant atOf(CustodyEntry entry) {
    Instant at = time(entry, AT);
    return at == null ? entry.time() : at;
  }

  private static @Nullable Instant time(CustodyEntry entry, String name) {
    try {
      return entry.text(name).isEmpty() ? null : Instant.parse(entry.text(name));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /**
   * What opens an incident.
   *
   * @param finding the rule, or whatever else raised it
   * @param technique of ATT&amp;CK, which must exist
   * @param tactic in kebab case, or null for the first that the technique serves
   * @param began the attack's first packet, or null where nobody knows it
   * @param detected when the finding was there
   */
  public record Opening(
      String finding,
      String technique,
      @Nullable String tactic,
      @Nullable Instant began,
      Instant detected) {

    /**
     * Sees to it that it can be.
     *
     * @throws InvalidCaseException when the technique does not exist or does not serve the tactic,
     *     or the times cannot be
     */
    public void check(Instant now) {
      Optional<AttackMatrix.IdProblem> problem =
          tactic == null
              ? AttackMatrix.pinned().check(technique)
              : AttackMatrix.pinned().check(technique, tactic);
      if (problem.isPresent()) {
        String hint = problem.get().hint();
        throw new InvalidCaseException(
            problem.get().message() + (hint == null ? "" : " (" + hint + ")"));
      }
      if (detected.isAfter(now)) {
        throw new InvalidCaseException(
            "Nothing is detected in the future: %s (it is %s)".formatted(detected, now));
      }
      if (began != null && began.isAfter(detected)) {
        throw new InvalidCaseException(
            "The attack cannot begin at %s, after it was detected at %s"
                .formatted(began, detected));
      }
    }

    private String servedTactic() {
      return tactic != null
          ? tactic
          : AttackMatrix.pinned()
              .technique(technique)
              .map(known -> known.tactics().getFirst())
              .map(Tactic::shortName)
              .orElseThrow();
    }
  }

  /**
   * Opens an incident in a case.
   *
   * @throws InvalidCaseException when the case has one, or the opening is not possible
   */
  public static void open(CaseFolder folder, Opening opening, Instant now) throws IOException {
    Optional<Incident> before = of(folder.record());
    if (before.isPresent()) {
      throw new InvalidCaseException(
          "%s has an incident already: %s, detected %s (a new incident needs a case of its own)"
              .formatted(folder.folder(), before.get().finding(), before.get().detected()));
    }
    opening.check(now);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("finding", opening.finding());
    facts.put("technique", opening.technique());
    facts.put("tactic", opening.servedTactic());
    Instant began = opening.began();
    if (began != null) {
      facts.put("began", began.toString());
    }
    facts.put(AT, opening.detected().toString());
    folder.happened(Action.INCIDENT, facts);
  }

  /**
   * Writes down the next step.
   *
   * @param step {@code ACKNOWLEDGE}, {@code CONTAIN} or {@code CLOSE}
   * @param at when it was done
   * @param note what else is to be said; may be empty
   * @throws InvalidCaseException when the step cannot follow what the log says
   */
  public static void step(CaseFolder folder, Action step, Instant at, String note, Instant now)
      throws IOException {
    Incident incident =
        of(folder.record())
            .orElseThrow(
                () ->
                    new InvalidCaseException(
                        folder.folder() + " has no incident ('flowproof case open' opens one)"));
    incident.check(step, at, now);
    Map<String, String> facts = new LinkedHashMap<>();
    if (!note.isEmpty()) {
      facts.put("note", note);
    }
    facts.put(AT, at.toString());
    folder.happened(step, facts);
  }

  private void check(Action step, Instant at, Instant now) {
    String word = step.name().toLowerCase(Locale.ROOT);
    if (closed != null) {
      throw new InvalidCaseException(
          "Cannot %s: the incident was closed at %s".formatted(word, closed));
    }
    if (step == Action.ACKNOWLEDGE && acknowledged != null) {
      throw new InvalidCaseException(
          "Cannot acknowledge: the incident was acknowledged at " + acknowledged);
    }
    if (step != Action.CLOSE && contained != null) {
      throw new InvalidCaseException(
          "Cannot %s: the incident was contained at %s".formatted(word, contained));
    }
    if (at.isBefore(latest())) {
      throw new InvalidCaseException(
          "Cannot %s at %s: the step before was at %s".formatted(word, at, latest()));
    }
    if (at.isAfter(now)) {
      throw new InvalidCaseException(
          "Cannot %s at %s, in the future (it is %s)".formatted(word, at, now));
    }
  }

  private Instant latest() {
    if (contained != null) {
      return contained;
    }
    return acknowledged != null ? acknowledged : detected;
  }
}
