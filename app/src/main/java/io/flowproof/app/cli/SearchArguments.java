package io.flowproof.app.cli;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.splunk.SearchRule;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Searches that are run as rules, as people have them in Splunk. */
final class SearchArguments {
  private static final long LARGEST = 1 << 20;

  @Option(
      names = "--detection",
      paramLabel = "FILE.yml",
      description = {
        "A detection of Splunk's security content, run every hour over an hour instead of the",
        "pack; may be repeated."
      })
  private List<Path> detections = List.of();

  @Option(
      names = "--saved",
      paramLabel = "NAME",
      description = {
        "A saved search of the app that --app names, at its own schedule, instead of the pack; may",
        "be repeated."
      })
  private List<String> saved = List.of();

  @Option(
      names = "--entity",
      paramLabel = "FIELD",
      description = {
        "A field of the result that findings of these searches are about, where they do not say so",
        "themselves; may be repeated."
      })
  private List<String> entities = List.of();

  /**
   * The rules that they mean; empty when none is asked for.
   *
   * @throws UsageException for a file or search that is missing or cannot be run
   */
  List<Rule> rules(SplunkArguments splunk, boolean once) throws IOException {
    if (!entities.isEmpty() && detections.isEmpty() && saved.isEmpty()) {
      throw new UsageException("--entity is for searches of --detection and --saved");
    }
    List<Rule> rules = new ArrayList<>();
    try {
      for (Path file : detections) {
        rules.add(SearchRule.ofDetection(read(file), entities));
      }
      for (String name : saved) {
        rules.add(SearchRule.ofSaved(splunk.savedSearch(name), entities, !once));
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return rules;
  }

  private static SourceText read(Path file) throws IOException {
    Paths.check(List.of(file));
    if (Files.size(file) > LARGEST) {
      throw new UsageException("The detection in '" + file + "' is larger than 1 MiB");
    }
    try {
      return new SourceText(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new UsageException("The detection in '" + file + "' is not UTF-8");
    }
  }
}
