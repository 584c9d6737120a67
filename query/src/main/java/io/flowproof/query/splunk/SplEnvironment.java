package io.flowproof.query.splunk;

import java.time.ZoneId;
import java.util.Map;

/**
 * What stands around a search in Splunk: knowledge objects, values of tokens, limits.
 *
 * @param macros what backticks may call
 * @param tokens values by name, without dollar signs
 * @param indexes what the events of a user's indexes look like, by name
 * @param lookups tables that searches may read, and write
 * @param props fields that a user's app adds to events
 * @param limits when rows of subsearches are cut
 * @param zone where days begin and local times are told
 */
public record SplEnvironment(
    Macros macros,
    Map<String, String> tokens,
    Map<String, FieldProfile> indexes,
    Lookups lookups,
    ConfFile props,
    SearchLimits limits,
    ZoneId zone) {
  /** Splunk with nothing of a user's own. */
  public static final SplEnvironment PLAIN =
      new SplEnvironment(
          Macros.BUILT_IN,
          Map.of(),
          Map.of(),
          Lookups.NONE,
          ConfFile.EMPTY,
          SearchLimits.SPLUNK,
          ZoneId.of("UTC"));

  /** Copies the maps. */
  public SplEnvironment {
    tokens = Map.copyOf(tokens);
    indexes = Map.copyOf(indexes);
  }

  /** The same with other macros. */
  public SplEnvironment withMacros(Macros other) {
    return new SplEnvironment(other, tokens, indexes, lookups, props, limits, zone);
  }

  /** The same with other values of tokens. */
  public SplEnvironment withTokens(Map<String, String> other) {
    return new SplEnvironment(macros, other, indexes, lookups, props, limits, zone);
  }

  /** The same with other indexes. */
  public SplEnvironment withIndexes(Map<String, FieldProfile> other) {
    return new SplEnvironment(macros, tokens, other, lookups, props, limits, zone);
  }

  /** The same with other lookups. */
  public SplEnvironment withLookups(Lookups other) {
    return new SplEnvironment(macros, tokens, indexes, other, props, limits, zone);
  }

  /** The same with fields of another app. */
  public SplEnvironment withProps(ConfFile other) {
    return new SplEnvironment(macros, tokens, indexes, lookups, other, limits, zone);
  }

  /** The same with other limits. */
  public SplEnvironment withLimits(SearchLimits other) {
    return new SplEnvironment(macros, tokens, indexes, lookups, props, other, zone);
  }

  /** The same in another time zone. */
  public SplEnvironment withZone(ZoneId other) {
    return new SplEnvironment(macros, tokens, indexes, lookups, props, limits, other);
  }
}
