package io.flowproof.simulate.attack;

import io.flowproof.simulate.network.InvalidFileException;
import io.flowproof.simulate.network.Yaml;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** An attack as a file tells it: {@code scenarios/<tactic>/<name>.yml}, see docs/simulate.md. */
public final class Scenario {
  private final String file;
  private final String text;
  private final Yaml yaml;
  private final String name;
  private final String tactic;
  private final Map<String, String> given;

  private Scenario(
      String file, String text, String name, String tactic, Map<String, String> given) {
    this.file = file;
    this.text = text;
    this.name = name;
    this.tactic = tactic;
    this.given = Map.copyOf(given);
    this.yaml = Yaml.read(file, text);
    yaml.only("about", "technique", "shows", "hosts", "parameters", "phases");
    yaml.at("about").text();
    yaml.at("technique").text();
    yaml.at("shows").text();
    if (yaml.at("phases").items().isEmpty()) {
      throw yaml.wrong("There must be phases");
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidFileException when it says something impossible
   */
  public static Scenario read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    Path folder = file.toAbsolutePath().getParent();
    String tactic = folder == null ? "" : String.valueOf(folder.getFileName());
    return new Scenario(file.toString(), Files.readString(file), name, tactic, Map.of());
  }

  /** Reads all that lie below a folder, in the order of their tactics and names. */
  public static List<Scenario> readAll(Path folder) throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return scenarios;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
        scenarios.add(read(file));
      }
    }
    return scenarios;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The tactic of ATT&amp;CK, in small letters. */
  public String tactic() {
    return tactic;
  }

  /** What happens. */
  public String about() {
    return yaml.at("about").text().strip();
  }

  /** The technique of ATT&amp;CK, such as T1046. */
  public String technique() {
    return yaml.at("technique").text();
  }

  /** What flow logs can show of it. */
  public String shows() {
    return yaml.at("shows").text().strip();
  }

  /** The names of its parameters and what their range is at a level. */
  public Map<String, Yaml> parameters() {
    return yaml.at("parameters").entries();
  }

  /**
   * The same with other parameters, whatever the level: {@code 5} or {@code [2, 8]}.
   *
   * @throws InvalidFileException for a parameter that it does not have
   */
  public Scenario with(Map<String, String> parameters) {
    for (String parameter : parameters.keySet()) {
      if (!parameters().containsKey(parameter)) {
        throw yaml.at("parameters")
            .wrong(
                "There is no parameter '%s' (there are %s)"
                    .formatted(parameter, String.join(", ", parameters().keySet())));
      }
    }
    return new Scenario(file, text, name, tactic, parameters);
  }

  /** The file with its parameters drawn: numbers stand where their names did. */
  Yaml drawn(Level level, SplittableRandom random) {
    String filled = text;
    for (Map.Entry<String, Yaml> parameter : parameters().entrySet()) {
      Yaml value = parameter.getValue().only("about", "mild", "typical", "loud");
      String other = given.get(parameter.getKey());
      Yaml range =
          other == null
              ? value.at(level.name().toLowerCase(Locale.ROOT))
              : Yaml.read(parameter.getKey(), other);
      double number = io.flowproof.simulate.behaviour.Range.read(range).drawn(random);
      String plain =
          new BigDecimal(number, MathContext.DECIMAL32).stripTrailingZeros().toPlainString();
      filled = filled.replaceAll("\\$" + parameter.getKey() + "\\b", plain);
    }
    Yaml drawn = Yaml.read(file, filled);
    int unknown = filled.indexOf('$');
    if (unknown >= 0) {
      throw drawn.wrong(
          "There is no parameter '" + filled.substring(unknown).split("[\\s,\\]}]", 2)[0] + "'");
    }
    return drawn;
  }
}
