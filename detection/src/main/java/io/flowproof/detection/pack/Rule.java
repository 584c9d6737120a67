package io.flowproof.detection.pack;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A detection: what {@code rule.yml} says, the texts for the SIEMs as they stand, and the tests.
 * The texts are not parsed here. At least one of {@code kql} and {@code spl} is there.
 *
 * @param directory where the rule lies
 * @param name name of that directory, in kebab case
 * @param id never changes
 * @param title what fired, as an analyst reads it
 * @param description what it looks for, why, and what it cannot see
 * @param status how far it can be trusted
 * @param severity severity of its findings
 * @param attack what it shows in MITRE ATT&amp;CK, at least one technique
 * @param schedule when it runs, over what
 * @param needs the fields of the flow table without which it is blind, at least one
 * @param wants further fields that the texts read, without which it is degraded
 * @param recording what must be recorded beside the fields
 * @param entities what a finding is about, at least one
 * @param kql the text for Sentinel, or null
 * @param spl the text for Splunk, or null
 * @param sentinel what Sentinel needs to run {@code kql}; null exactly when {@code kql} is
 * @param splunk what Splunk needs to run {@code spl}; null exactly when {@code spl} is
 * @param tuning what may be changed in the texts
 * @param falsePositives what honestly looks the same
 * @param response what to do about a finding, in order
 * @param references pages that a reader should know
 * @param writtenFrom scenarios or captures that the author had before him
 * @param promises what replays hold it to, or null
 * @param tests the cases of {@code tests.yml}; empty without that file
 */
public record Rule(
    Path directory,
    String name,
    UUID id,
    String title,
    String description,
    Status status,
    Severity severity,
    List<Technique> attack,
    Schedule schedule,
    List<FlowLogField> needs,
    List<FlowLogField> wants,
    Recording recording,
    List<Entity> entities,
    @Nullable SourceText kql,
    @Nullable SourceText spl,
    @Nullable SentinelSettings sentinel,
    @Nullable SplunkSettings splunk,
    List<Tuning> tuning,
    List<FalsePositive> falsePositives,
    List<String> response,
    List<URI> references,
    List<String> writtenFrom,
    @Nullable Promises promises,
    List<TestCase> tests) {

  /** Copies the lists. */
  public Rule {
    attack = List.copyOf(attack);
    needs = List.copyOf(needs);
    wants = List.copyOf(wants);
    entities = List.copyOf(entities);
    tuning = List.copyOf(tuning);
    falsePositives = List.copyOf(falsePositives);
    response = List.copyOf(response);
    references = List.copyOf(references);
    writtenFrom = List.copyOf(writtenFrom);
    tests = List.copyOf(tests);
  }

  /** The text in that language, if the rule has one. */
  public Optional<SourceText> text(Language language) {
    return Optional.ofNullable(
        switch (language) {
          case KQL -> kql;
          case SPL -> spl;
        });
  }

  /** The same rule with another text in that language. */
  public Rule withText(Language language, SourceText text) {
    return with(
        language == Language.KQL ? text : kql, language == Language.SPL ? text : spl, tests);
  }

  /** The same rule with other cases. */
  public Rule withTests(List<TestCase> cases) {
    return with(kql, spl, cases);
  }

  private Rule with(
      @Nullable SourceText newKql, @Nullable SourceText newSpl, List<TestCase> newTests) {
    return new Rule(
        directory,
        name,
        id,
        title,
        description,
        status,
        severity,
        attack,
        schedule,
        needs,
        wants,
        recording,
        entities,
        newKql,
        newSpl,
        sentinel,
        splunk,
        tuning,
        falsePositives,
        response,
        references,
        writtenFrom,
        promises,
        newTests);
  }

  /** How far a rule can be trusted. */
  public enum Status {
    /** Just written. */
    EXPERIMENTAL,
    /** Tried by its author. */
    TEST,
    /** Proven, and run by others. */
    STABLE
  }

  /**
   * A technique of MITRE ATT&amp;CK.
   *
   * @param id such as {@code T1595.001}
   * @param tactic the tactic that it serves here, in kebab case, such as {@code reconnaissance}
   */
  public record Technique(String id, String tactic) {}

  /**
   * A value in the texts that may be changed.
   *
   * @param name what it is called here
   * @param meaning what it does
   * @param byDefault the value in the texts ({@code default} in the file)
   * @param how where to change it, and what to consider
   */
  public record Tuning(String name, String meaning, String byDefault, String how) {}

  /** What honestly looks the same, and how to keep it out. */
  public record FalsePositive(String what, String exclude) {}
}
