package io.flowproof.detection.trial;

import io.flowproof.core.source.Suggestion;
import io.flowproof.detection.pack.GivenSimulation;
import io.flowproof.simulate.attack.Scenario;
import io.flowproof.simulate.behaviour.Cast;
import io.flowproof.simulate.network.InvalidFileException;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Networks and scenarios by name.
 *
 * @param networks a folder of networks, {@code NAME.yml}
 * @param scenarios a folder of scenarios, {@code TACTIC/NAME.yml}
 */
public record SimulationLibrary(Path networks, Path scenarios) {

  /** The folders {@code networks} and {@code scenarios} of an installation. */
  public static SimulationLibrary of(Path home) {
    return new SimulationLibrary(home.resolve("networks"), home.resolve("scenarios"));
  }

  /** The names of all networks, in order. */
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(networks)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yml"))
          .map(name -> name.substring(0, name.length() - ".yml".length()))
          .sorted()
          .toList();
    }
  }

  /**
   * A network, read anew.
   *
   * @throws InvalidFileException when there is none of that name
   */
  public NetworkFile network(String name) throws IOException {
    Path file = networks.resolve(name + ".yml");
    if (!Files.isRegularFile(file)) {
      throw new InvalidFileException("There is no network '" + name + "' in " + networks);
    }
    return NetworkFile.read(Yaml.read(file.toString(), Files.readString(file)));
  }

  /** The lists that the owner of a network keeps, by name the rows. */
  public Map<String, List<Map<String, String>>> lists(String network) throws IOException {
    return new Cast(network(network)).lists();
  }

  /**
   * The scenarios that a case names, with its parameters.
   *
   * @throws InvalidFileException when there is none of a name
   */
  List<Scenario> scenarios(GivenSimulation simulation) throws IOException {
    List<Scenario> all = Scenario.readAll(scenarios);
    List<Scenario> found = new ArrayList<>();
    for (String name : simulation.scenarios()) {
      Scenario scenario =
          all.stream()
              .filter(s -> s.name().equals(name) || (s.tactic() + "/" + s.name()).equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name, all));
      found.add(scenario.with(simulation.parameters()));
    }
    return found;
  }

  private static InvalidFileException unknown(String name, List<Scenario> all) {
    String near = Suggestion.didYouMean(name, all.stream().map(Scenario::name).toList());
    return new InvalidFileException(
        "There is no scenario '%s'%s".formatted(name, near == null ? "" : " (" + near + ")"));
  }
}
