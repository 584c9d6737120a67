package io.flowproof.query.lower.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft's language service for Kusto (npm, {@code @kusto/language-service-next}), run with
 * Node. It is fetched into {@code query/target/referee}, in the version that the lock file names.
 */
final class KustoReferee {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private KustoReferee(Path folder) {
    this.folder = folder;
  }

  /** The referee cannot be asked here; the message says why, and what would help. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /** A table, or rows that a function gives. */
  record Table(String name, String schema) {}

  /** A function of the workspace. */
  record Function(String name, String parameters, String body) {}

  /** A text to judge, and what it can name. */
  record Text(String name, String text, List<Table> tables, List<Function> functions) {}

  /** A column of a result, {@code name: type}. */
  record Column(String name, String type) {
    @Override
    public String toString() {
      return name + ": " + type;
    }
  }

  /**
   * What the referee says.
   *
   * @param errors one line each; none for a text that is right
   * @param columns of the result; null where it has none
   */
  record Verdict(List<String> errors, @Nullable List<Column> columns) {}

  /** Fetches it unless it is there. */
  static KustoReferee open(Path root) throws IOException, InterruptedException, MissingException {
    Path source = root.resolve("query/src/test/referee");
    Path folder = Files.createDirectories(root.resolve("query/target/referee"));
    if (run(folder, List.of("node", "--version")) != 0) {
      throw new MissingException(
          "Node is missing (install Node 18 or newer and put it on the PATH)");
    }
    Path fetched = folder.resolve("fetched.lock");
    String lock = Files.readString(source.resolve("package-lock.json"));
    if (!Files.exists(fetched) || !Files.readString(fetched).equals(lock)) {
      for (String file : List.of("package.json", "package-lock.json")) {
        Files.copy(source.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      List<String> install =
          List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
      if (run(folder, install) != 0) {
        throw new MissingException(
            "npm could not fetch @kusto/language-service-next (see "
                + folder.resolve("npm.log")
                + "; it needs the network once)");
      }
      Files.writeString(fetched, lock);
    }
    Files.copy(
        source.resolve("referee.js"),
        folder.resolve("referee.js"),
        StandardCopyOption.REPLACE_EXISTING);
    return new KustoReferee(folder);
  }

  /** Judges all texts; the verdicts by their names. */
  Map<String, Verdict> judge(List<Text> texts) throws IOException, InterruptedException {
    Path input = folder.resolve("input.json");
    Path output = folder.resolve("output.json");
    Files.writeString(input, input(texts).toString());
    List<String> command = List.of("node", "referee.js", input.toAbsolutePath().toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("referee.log").toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "The referee failed:\n" + Files.readString(folder.resolve("referee.log")));
    }
    Map<String, Verdict> verdicts = new HashMap<>();
    for (JsonNode verdict : JSON.readTree(output.toFile())) {
      verdicts.put(verdict.path("name").asText(), verdict(verdict));
    }
    return verdicts;
  }

  private static ObjectNode input(List<Text> texts) {
    ObjectNode input = JSON.createObjectNode();
    ArrayNode all = input.putArray("texts");
    for (Text text : texts) {
      ObjectNode one = all.addObject().put("name", text.name).put("text", text.text);
      ArrayNode tables = one.putArray("tables");
      text.tables.forEach(t -> tables.addObject().put("name", t.name).put("schema", t.schema));
      ArrayNode functions = one.putArray("functions");
      text.functions.forEach(
          f ->
              functions
                  .addObject()
                  .put("name", f.name)
                  .put("parameters", f.parameters)
                  .put("body", f.body));
    }
    return input;
  }

  private static Verdict verdict(JsonNode json) {
    List<String> errors = new ArrayList<>();
    json.path("errors")
        .forEach(
            e ->
                errors.add(
                    "%s at %d: %s"
                        .formatted(
                            e.path("code").asText(),
                            e.path("at").asInt(),
                            e.path("message").asText())));
    if (!json.path("columns").isArray()) {
      return new Verdict(errors, null);
    }
    List<Column> columns = new ArrayList<>();
    json.path("columns")
        .forEach(c -> columns.add(new Column(c.path("name").asText(), c.path("type").asText())));
    return new Verdict(errors, columns);
  }

  /** The exit code; -1 when there is no such program. */
  private static int run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    File log = folder.resolve("npm.log").toFile();
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      if (process.waitFor(3, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (IOException e) {
      Files.writeString(log.toPath(), String.valueOf(e));
      return -1;
    }
  }
}
