package io.flowproof.query.splunk;

import io.flowproof.query.splunk.ConfFile.Stanza;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lookup as transforms.conf defines it ("Add field matching rules to your lookup configuration",
 * Knowledge Manager Manual).
 *
 * @param name the stanza, or the file itself
 * @param file the CSV file's name
 * @param matchTypes how fields are matched that are not matched exactly
 * @param isCaseSensitive whether values are
 * @param mostMatches how many rows an event takes at most, in the order of the file
 * @param leastMatches how many it takes at least, made up from {@code defaultMatch}
 * @param defaultMatch the value of every field where rows are made up, or null
 * @param unsupported a setting that is not supported, or null
 */
public record LookupDefinition(
    String name,
    String file,
    Map<String, MatchType> matchTypes,
    boolean isCaseSensitive,
    int mostMatches,
    int leastMatches,
    @Nullable String defaultMatch,
    @Nullable String unsupported) {
  private static final Pattern MATCH_TYPE =
      Pattern.compile("([A-Za-z]+)\\s*\\(\\s*([^)]+?)\\s*\\)");
  private static final int MOST = 100;

  /** How a value of an event is compared with one of the lookup. */
  public enum MatchType {
    /** Equal. */
    EXACT,
    /** The lookup's value is a pattern with {@code *}. */
    WILDCARD,
    /** The lookup's value is a network. */
    CIDR
  }

  /** Copies the map. */
  public LookupDefinition {
    matchTypes = Map.copyOf(matchTypes);
  }

  /** A file without a definition. */
  public static LookupDefinition ofFile(String file) {
    return new LookupDefinition(file, file, Map.of(), true, MOST, 0, null, null);
  }

  /** A stanza of transforms.conf, or null when it defines no lookup of a file. */
  static @Nullable LookupDefinition of(Stanza stanza) {
    String file = stanza.value("filename");
    String unsupported = null;
    for (String setting :
        new String[] {"external_cmd", "external_type", "collection", "time_field", "filter"}) {
      if (stanza.value(setting) != null) {
        unsupported = setting;
      }
    }
    if (file == null && unsupported == null) {
      return null;
    }
    Map<String, MatchType> types = new HashMap<>();
    Matcher type = MATCH_TYPE.matcher(stanza.value("match_type", ""));
    while (type.find()) {
      for (MatchType known : MatchType.values()) {
        if (known.name().equals(type.group(1).toUpperCase(Locale.ROOT))) {
          types.put(type.group(2), known);
        }
      }
    }
    boolean isSensitive =
        stanza.value("case_sensitive_match") == null || stanza.isTrue("case_sensitive_match");
    return new LookupDefinition(
        stanza.name(),
        file == null ? "" : file,
        types,
        isSensitive,
        Math.clamp(number(stanza, "max_matches", MOST), 1, 1000),
        Math.clamp(number(stanza, "min_matches", 0), 0, 1000),
        stanza.value("default_match"),
        unsupported);
  }

  private static int number(Stanza stanza, String setting, int otherwise) {
    String text = stanza.value(setting, "");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
  }

  /** How a field of the lookup is matched. */
  public MatchType matchType(String field) {
    return matchTypes.getOrDefault(field, MatchType.EXACT);
  }

  /** Whether every field is matched exactly. */
  public boolean isExact() {
    return matchTypes.values().stream().allMatch(type -> type == MatchType.EXACT);
  }
}
