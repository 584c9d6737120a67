package io.flowproof.query.splunk;

import io.flowproof.query.splunk.ConfFile.Stanza;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lookups of a search: definitions of transforms.conf, and CSV files by their names. */
public final class Lookups {
  /** No lookups. */
  public static final Lookups NONE = new Lookups(Map.of(), LookupFiles.NONE, false);

  private final Map<String, LookupDefinition> definitions;
  private final LookupFiles files;
  private final boolean isWritable;

  private Lookups(
      Map<String, LookupDefinition> definitions, LookupFiles files, boolean isWritable) {
    this.definitions = Map.copyOf(definitions);
    this.files = files;
    this.isWritable = isWritable;
  }

  /**
   * The lookups of transforms.conf over files.
   *
   * @param isWritable whether {@code outputlookup} has a folder to write to
   */
  public static Lookups of(ConfFile transforms, LookupFiles files, boolean isWritable) {
    Map<String, LookupDefinition> definitions = new HashMap<>();
    for (Stanza stanza : transforms.stanzas()) {
      LookupDefinition definition = LookupDefinition.of(stanza);
      if (definition != null && !stanza.isDisabled()) {
        definitions.put(stanza.name(), definition);
      }
    }
    return new Lookups(definitions, files, isWritable);
  }

  /** The lookup of that name: a definition, else a file that is there. */
  public Optional<LookupDefinition> find(String name) {
    LookupDefinition definition = definitions.get(name);
    if (definition != null) {
      return Optional.of(definition);
    }
    return files.names().contains(name)
        ? Optional.of(LookupDefinition.ofFile(name))
        : Optional.empty();
  }

  /** The contents of a lookup's file. */
  public Optional<LookupTable> table(LookupDefinition definition) {
    return files.read(definition.file());
  }

  /** The events that were collected into a summary index; empty where there is none. */
  public Optional<LookupTable> summary(String index) {
    return isName(index) ? files.read(summaryFile(index)) : Optional.empty();
  }

  /** The name of a summary index's file. */
  public static String summaryFile(String index) {
    return index + ".summary.csv";
  }

  /** Whether a search may write lookups. */
  public boolean isWritable() {
    return isWritable;
  }

  /** Names to suggest. */
  public List<String> names() {
    List<String> names = new ArrayList<>(definitions.keySet());
    names.addAll(files.names());
    return names.stream().distinct().sorted().toList();
  }

  /** Whether a text is the name of a lookup and not a path. */
  public static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= 200
        && !text.startsWith(".")
        && text.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ')
        && !text.contains("..");
  }
}
