package io.flowproof.detection.run;

import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found: one set of entities, over all overlapping windows in which it was found.
 *
 * @param rule the rule
 * @param language the text that found it
 * @param entities the rule's entities by name, in the rule's order, as text; null where the result
 *     had none
 * @param firstSeen start of the first record of the evidence
 * @param lastSeen end of the last record of the evidence
 * @param windows in how many windows the rule found it
 * @param flows how many records the evidence has, each counted once
 * @param bytes their bytes; records without bytes count 0
 * @param row the result row of the window with the most evidence (the first of them), by column
 *     name
 * @param evidence the lines
 */
public record Finding(
    Rule rule,
    Language language,
    Map<String, @Nullable String> entities,
    Instant firstSeen,
    Instant lastSeen,
    int windows,
    long flows,
    long bytes,
    Map<String, @Nullable Object> row,
    Evidence evidence) {

  /** Copies the maps, keeping their order. */
  public Finding {
    entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
    row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
  }
}
