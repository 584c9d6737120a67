package io.flowproof.app.cli;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.splunk.DetectionFile;
import io.flowproof.query.Language;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The text of a query, in one of the ways to give it. */
final class QueryText {
  private static final long LARGEST = 1 << 20;

  @Option(names = "--kql", paramLabel = "TEXT", description = "A query in KQL, as in Sentinel.")
  private @Nullable String kql;

  @Option(names = "--spl", paramLabel = "TEXT", description = "A search in SPL, as in Splunk.")
  private @Nullable String spl;

  @Option(
      names = "--sql",
      paramLabel = "TEXT",
      description = {
        "One SELECT in DuckDB's SQL over the stored tables flow, coverage_window,",
        "transit_gateway_flow and source_object, and the views session and conversation."
      })
  private @Nullable String sql;

  @Option(
      names = "--saved",
      paramLabel = "NAME",
      description = "A saved search of the Splunk app that --app names.")
  private @Nullable String saved;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "A file with one of these, told by its end: .kql, .spl or .sql; or a detection of Splunk's",
        "security content (.yml), whose search is run."
      })
  private @Nullable Path file;

  /**
   * A text and what it is written in.
   *
   * @param source the text
   * @param language KQL or SPL; null for SQL
   */
  record Given(SourceText source, @Nullable Language language) {}

  /**
   * The text.
   *
   * @throws UsageException for a file that cannot be read or is none of the three
   */
  Given given(SplunkArguments splunk) throws IOException {
    if (saved != null) {
      return new Given(splunk.saved(saved), Language.SPL);
    }
    if (kql != null) {
      return new Given(new SourceText("<kql>", kql), Language.KQL);
    }
    if (spl != null) {
      return new Given(new SourceText("<spl>", spl), Language.SPL);
    }
    if (sql != null) {
      return new Given(new SourceText("<sql>", sql), null);
    }
    if (file == null) {
      throw new UsageException("A query is missing (--kql, --spl, --sql, --saved or --file)");
    }
    String name = file.toString();
    String end = name.substring(name.lastIndexOf('.') + 1);
    return switch (end) {
      case "kql" -> new Given(read(file), Language.KQL);
      case "spl" -> new Given(read(file), Language.SPL);
      case "sql" -> new Given(read(file), null);
      case "yml", "yaml" ->
          new Given(
              DetectionFile.search(read(file))
                  .orElseThrow(
                      () ->
                          new UsageException(
                              "There is no search in '" + name + "' (a text under 'search')")),
              Language.SPL);
      default ->
          throw new UsageException(
              "Cannot tell the language of '" + name + "' (must end in .kql, .spl, .sql or .yml)");
    };
  }

  private static SourceText read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new UsageException("The query in '" + file + "' is larger than 1 MiB");
      }
      return new SourceText(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new UsageException("The query in '" + file + "' is not UTF-8");
    } catch (IOException e) {
      throw new UsageException("Cannot read the query: " + e);
    }
  }
}
