package io.flowproof.query.splunk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of Splunk's configuration files ("About configuration files", Admin Manual): stanzas in
 * brackets, settings below them, lines that begin with a hash are comments, a backslash at the end
 * of a line goes on with the next. Settings before the first stanza, and those of {@code
 * [default]}, hold for all.
 */
public final class ConfFile {
  /** No stanzas. */
  public static final ConfFile EMPTY = new ConfFile(Map.of());

  private static final String DEFAULT = "default";

  private final Map<String, Map<String, String>> stanzas;

  private ConfFile(Map<String, Map<String, String>> stanzas) {
    this.stanzas = stanzas;
  }

  /** A stanza with its settings, those of {@code [default]} included. */
  public record Stanza(String name, Map<String, String> settings) {
    /** The value of a setting, or null. */
    public @Nullable String value(String setting) {
      return settings.get(setting);
    }

    /** The value of a setting, or another. */
    public String value(String setting, String otherwise) {
      return settings.getOrDefault(setting, otherwise);
    }

    /** Whether a setting is true, as Splunk reads it. */
    public boolean isTrue(String setting) {
      return switch (value(setting, "").toLowerCase(Locale.ROOT)) {
        case "1", "true", "t", "yes", "y" -> true;
        default -> false;
      };
    }

    /** Whether the stanza is switched off. */
    public boolean isDisabled() {
      return isTrue("disabled");
    }
  }

  /** Reads a file's text; a line that is no setting is skipped, as Splunk does. */
  public static ConfFile parse(String text) {
    Map<String, Map<String, String>> stanzas = new LinkedHashMap<>();
    String current = DEFAULT;
    for (String line : lines(text)) {
      String stripped = line.strip();
      int equals = line.indexOf('=');
      if (stripped.startsWith("[") && stripped.endsWith("]")) {
        current = stripped.substring(1, stripped.length() - 1);
        stanzas.computeIfAbsent(current, name -> new LinkedHashMap<>());
      } else if (!stripped.startsWith("#") && equals > 0) {
        stanzas
            .computeIfAbsent(current, name -> new LinkedHashMap<>())
            .put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new ConfFile(stanzas);
  }

  /** The lines, with those joined that a backslash continues; the line break stays. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    boolean goesOn = false;
    for (String physical : text.split("\\R", -1)) {
      line.append(goesOn ? "\n" : "");
      goesOn = physical.endsWith("\\") && !(line.isEmpty() && physical.strip().startsWith("#"));
      line.append(goesOn ? physical.substring(0, physical.length() - 1) : physical);
      if (!goesOn) {
        lines.add(line.toString());
        line.setLength(0);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** This file below another, whose settings come first: {@code default} below {@code local}. */
  public ConfFile below(ConfFile upper) {
    Map<String, Map<String, String>> merged = new LinkedHashMap<>();
    stanzas.forEach((name, settings) -> merged.put(name, new LinkedHashMap<>(settings)));
    upper.stanzas.forEach(
        (name, settings) ->
            merged.computeIfAbsent(name, n -> new LinkedHashMap<>()).putAll(settings));
    return new ConfFile(merged);
  }

  /** All stanzas but {@code [default]}, in the order of the file. */
  public List<Stanza> stanzas() {
    List<Stanza> all = new ArrayList<>();
    for (String name : stanzas.keySet()) {
      if (!name.equals(DEFAULT)) {
        all.add(stanza(name).orElseThrow());
      }
    }
    return all;
  }

  /** The stanza of exactly that name. */
  public Optional<Stanza> stanza(String name) {
    Map<String, String> settings = stanzas.get(name);
    if (settings == null) {
      return Optional.empty();
    }
    Map<String, String> all = new LinkedHashMap<>(stanzas.getOrDefault(DEFAULT, Map.of()));
    all.putAll(settings);
    return Optional.of(new Stanza(name, Map.copyOf(all)));
  }
}
