package io.flowproof.detection.pack;

import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.attack.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code simulation} of a case. */
final class SimulationReader {
  /** A Monday. */
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private SimulationReader() {}

  /** Reports a case that is given neither lines nor a simulation. */
  static void checkSource(Section section) {
    if (!section.at("given").exists() && !section.at("simulation").exists()) {
      section.error("Missing key 'given' or 'simulation'", "a case is given flows");
    }
  }

  static GivenSimulation read(Section section) {
    Section simulation = section.at("simulation");
    List<String> scenarios =
        simulation.at("scenario").node().isArray()
            ? simulation.at("scenario").texts()
            : simulation.at("scenario").exists()
                ? List.of(simulation.at("scenario").text())
                : List.of();
    if (scenarios.isEmpty() && simulation.at("level").exists()) {
      simulation.at("level").invalid("is that of a scenario");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : simulation.at("parameters").names()) {
      parameters.put(name, simulation.at("parameters").at(name).node().toString());
    }
    boolean honest = simulation.at("honest").node().asBoolean(true);
    if (!honest && scenarios.isEmpty()) {
      simulation.at("honest").invalid("without a scenario nothing would happen");
    }
    return new GivenSimulation(
        simulation.at("network").text(),
        honest,
        scenarios,
        simulation.at("level").exists() ? simulation.constant("level", Level.class) : Level.TYPICAL,
        parameters,
        simulation.at("seed").node().asLong(1),
        simulation.instant("start", START),
        Duration.ofSeconds(Math.round(simulation.at("hours").node().asDouble(1) * 3600)),
        section.text("format", "v2").equals("v5") ? LogFormat.ofVersion(5) : LogFormat.DEFAULT);
  }
}
