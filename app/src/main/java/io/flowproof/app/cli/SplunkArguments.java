package io.flowproof.app.cli;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Suggestion;
import io.flowproof.detection.splunk.AppFolder;
import io.flowproof.detection.splunk.LookupFolders;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.FieldProfile;
import io.flowproof.query.splunk.Lookups;
import io.flowproof.query.splunk.Macros;
import io.flowproof.query.splunk.SearchLimits;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What stands around a search in Splunk. The text of a search never names a path. */
final class SplunkArguments {
  @Option(
      names = "--app",
      paramLabel = "DIR",
      description = {
        "The folder of a Splunk app: macros.conf, transforms.conf, props.conf and",
        "savedsearches.conf in default and local, CSV files in lookups."
      })
  private @Nullable Path app;

  @Option(
      names = "--lookups",
      paramLabel = "DIR",
      description = "A folder of lookups as CSV files; query writes there what a search says.")
  private @Nullable Path lookups;

  @Option(
      names = "--token",
      paramLabel = "NAME=VALUE",
      description = "What $NAME$ in a search stands for; may be repeated.")
  private List<String> tokens = List.of();

  @Option(
      names = "--index",
      paramLabel = "NAME=FIELDS",
      description = {
        "Takes index=NAME of a search for the logs, with fields as in 'add-on', 'aws' (AWS's own",
        "names) or 'blog'; may be repeated."
      })
  private List<String> indexes = List.of();

  @Option(
      names = "--lift-limits",
      description = "Do not cut the rows of subsearches, join and append where Splunk does.")
  private boolean liftLimits;

  @Option(
      names = "--tz",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = {
        "The time zone of searches, such as Europe/Berlin: where days begin, local times are",
        "told and _time is shown (default: ${DEFAULT-VALUE})."
      })
  private String zone = "UTC";

  /**
   * What the options say; subsearches do not run yet.
   *
   * @param writes whether searches may write lookups
   * @throws UsageException for an option that is not of its form, or a folder that is missing
   */
  SplEnvironment environment(boolean writes) throws IOException {
    return environment(writes, List.of());
  }

  /** The same with lookups of a pack, where the user gives none of that name. */
  SplEnvironment environment(boolean writes, List<Path> packLists) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (lookups != null) {
      if (!Files.isDirectory(lookups)) {
        throw new UsageException("No such folder of lookups: " + lookups);
      }
      folders.add(lookups);
    }
    AppFolder folder = appFolder();
    if (folder != null) {
      folders.add(folder.lookups());
    }
    folders.addAll(packLists);
    ConfFile transforms = folder == null ? ConfFile.EMPTY : folder.conf("transforms.conf");
    Lookups known = Lookups.of(transforms, new LookupFolders(folders), writes && lookups != null);
    SplEnvironment environment =
        SplEnvironment.PLAIN
            .withZone(zone())
            .withTokens(tokenValues())
            .withIndexes(profiles())
            .withLookups(known)
            .withLimits(liftLimits ? SearchLimits.LIFTED : SearchLimits.SPLUNK);
    return folder == null
        ? environment
        : environment
            .withMacros(Macros.of(folder.conf("macros.conf")))
            .withProps(folder.conf("props.conf"));
  }

  /**
   * The time zone of searches.
   *
   * @throws UsageException when there is no such zone
   */
  ZoneId zone() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException noSuchZone) {
      String near = Suggestion.didYouMean(zone, ZoneId.getAvailableZoneIds());
      throw new UsageException(
          "Unknown time zone '%s'%s"
              .formatted(zone, near == null ? " (such as Europe/Berlin)" : " (" + near + ")"));
    }
  }

  /** Where searches write, once {@link #environment} has allowed it. */
  LookupFolders written() {
    return new LookupFolders(lookups == null ? List.of() : List.of(lookups));
  }

  /**
   * The text of a saved search.
   *
   * @throws UsageException without an app, or when it has no such search
   */
  SourceText saved(String name) throws IOException {
    String text = savedSearch(name).value("search");
    if (text == null) {
      throw new UsageException("There is no search in the saved search '" + name + "'");
    }
    return new SourceText("savedsearches.conf [" + name + "]", text);
  }

  /**
   * A saved search with all its settings.
   *
   * @throws UsageException without an app, or when it has no such search
   */
  ConfFile.Stanza savedSearch(String name) throws IOException {
    AppFolder folder = appFolder();
    if (folder == null) {
      throw new UsageException("--saved needs --app DIR, where savedsearches.conf lies");
    }
    ConfFile saved = folder.conf("savedsearches.conf");
    ConfFile.Stanza stanza = saved.stanza(name).orElse(null);
    if (stanza == null) {
      List<String> names = saved.stanzas().stream().map(ConfFile.Stanza::name).toList();
      String near = Suggestion.didYouMean(name, names);
      throw new UsageException(
          "Unknown saved search '%s'%s".formatted(name, near == null ? "" : " (" + near + ")"));
    }
    return stanza;
  }

  private @Nullable AppFolder appFolder() {
    if (app == null) {
      return null;
    }
    AppFolder folder = new AppFolder(app);
    if (!folder.exists()) {
      throw new UsageException("No Splunk app in '" + app + "' (must have default or local)");
    }
    return folder;
  }

  private Map<String, String> tokenValues() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String token : tokens) {
      int equals = token.indexOf('=');
      if (equals < 1) {
        throw new UsageException("Cannot read --token '" + token + "' (must be NAME=VALUE)");
      }
      values.put(token.substring(0, equals), token.substring(equals + 1));
    }
    return values;
  }

  private Map<String, FieldProfile> profiles() {
    Map<String, FieldProfile> profiles = new LinkedHashMap<>();
    for (String index : indexes) {
      int equals = index.indexOf('=');
      FieldProfile profile =
          switch (equals < 1 ? "" : index.substring(equals + 1).toLowerCase(Locale.ROOT)) {
            case "add-on" -> FieldProfile.ADD_ON;
            case "aws" -> FieldProfile.AWS;
            case "blog" -> FieldProfile.BLOG;
            default ->
                throw new UsageException(
                    "Cannot read --index '"
                        + index
                        + "' (must be NAME=add-on, NAME=aws or NAME=blog)");
          };
      profiles.put(index.substring(0, equals), profile);
    }
    return profiles;
  }
}
