package io.flowproof.core.attack;

import io.flowproof.core.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Enterprise ATT&amp;CK in the one release that everything here refers to. Source: MITRE, see
 * {@code NOTICE.txt} beside the data.
 */
public final class AttackMatrix {
  /** The release, as layers of the ATT&amp;CK Navigator name it. */
  public static final String VERSION = "18.1";

  private static final Map<String, URI> PAGES =
      Map.of(
          "records",
          URI.create("https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html"),
          "limits",
          URI.create("https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html"),
          "mirroring",
          URI.create(
              "https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-considerations.html"));

  private static final class Pinned {
    static final AttackMatrix MATRIX = new AttackMatrix();
  }

  private final Map<String, Technique> techniques = new LinkedHashMap<>();
  private final Map<String, FlowSight> sights = new LinkedHashMap<>();
  private final Map<String, String> inNineteen = new LinkedHashMap<>();

  private AttackMatrix() {
    for (String[] line : lines("techniques.tsv")) {
      techniques.put(line[0], technique(line));
    }
    for (String[] line : lines("flow.tsv")) {
      sights.put(line[0], sight(line));
    }
    for (String[] line : lines("v19.tsv")) {
      inNineteen.put(line[0], line[1]);
    }
  }

  /** The matrix; read at the first call. */
  public static AttackMatrix pinned() {
    return Pinned.MATRIX;
  }

  /** What a wrong id is told. */
  public record IdProblem(String message, @Nullable String hint) {}

  /** The technique of that id, be it valid or not any more. */
  public Optional<Technique> technique(String id) {
    return Optional.ofNullable(techniques.get(id));
  }

  /** The valid techniques, in the order of their ids. */
  public Collection<Technique> techniques() {
    return techniques.values().stream()
        .filter(technique -> technique.state() == Technique.State.VALID)
        .toList();
  }

  /**
   * What flow logs show of techniques, in the order of their ids: of every technique that one of
   * MITRE's analytics looks for in flow data, and of some more that detections on flow logs name.
   */
  public Collection<FlowSight> sights() {
    return sights.values();
  }

  /** What flow logs show of that technique; empty where nobody has judged it yet. */
  public Optional<FlowSight> sight(String id) {
    return Optional.ofNullable(sights.get(id));
  }

  /**
   * The id of that technique in ATT&amp;CK 19: its own, unless that release revoked it; a revoked
   * id of this release is followed first.
   */
  public String inVersion19(String id) {
    Technique technique = techniques.get(id);
    String here = technique == null || technique.replacedBy() == null ? id : technique.replacedBy();
    return inNineteen.getOrDefault(here, here);
  }

  /** What is wrong with an id that a rule names; empty when it is valid. */
  public Optional<IdProblem> check(String id) {
    Technique known = techniques.get(id);
    if (known == null) {
      return Optional.of(
          new IdProblem("ATT&CK %s has no technique '%s'".formatted(VERSION, id), nearest(id)));
    }
    return switch (known.state()) {
      case VALID -> Optional.empty();
      case REVOKED ->
          Optional.of(
              new IdProblem(
                  "ATT&CK %s has revoked %s %s".formatted(VERSION, id, known.name()),
                  "use %s %s".formatted(known.replacedBy(), name(known.replacedBy()))));
      case DEPRECATED ->
          Optional.of(
              new IdProblem(
                  "ATT&CK %s has deprecated %s %s".formatted(VERSION, id, known.name()), null));
    };
  }

  /** What is wrong with a technique under that tactic; empty when the matrix has it there. */
  public Optional<IdProblem> check(String id, String tactic) {
    Technique known = techniques.get(id);
    Optional<IdProblem> problem = check(id);
    if (known == null || problem.isPresent()) {
      return problem;
    }
    List<String> served = known.tactics().stream().map(Tactic::shortName).toList();
    if (served.contains(tactic)) {
      return Optional.empty();
    }
    return Optional.of(
        new IdProblem(
            "%s %s does not serve the tactic %s in ATT&CK %s"
                .formatted(id, name(id), tactic, VERSION),
            "it serves " + String.join(", ", served)));
  }

  /** A newer id is known by what it was here; else the nearest of those that are like it. */
  private @Nullable String nearest(String id) {
    List<String> formerly =
        inNineteen.entrySet().stream()
            .filter(entry -> entry.getValue().equals(id))
            .map(Map.Entry::getKey)
            .toList();
    if (!formerly.isEmpty()) {
      return "it is of ATT&CK 19; here it is " + String.join(" or ", formerly);
    }
    if (id.matches("T[0-9]{4}\\.[0-9]{3}") && techniques.containsKey(id.substring(0, 5))) {
      List<String> siblings =
          techniques().stream()
              .filter(technique -> technique.parent().equals(id.substring(0, 5)))
              .map(technique -> technique.id() + " " + technique.name())
              .toList();
      return siblings.isEmpty() ? null : "there are " + String.join(", ", siblings);
    }
    return Suggestion.didYouMean(id, techniques().stream().map(Technique::id).toList());
  }

  private String name(@Nullable String id) {
    Technique technique = id == null ? null : techniques.get(id);
    return technique == null ? "" : technique.name();
  }

  private static Technique technique(String[] line) {
    return new Technique(
        line[0],
        line[1],
        line[2].isEmpty()
            ? List.of()
            : Arrays.stream(line[2].split(","))
                .map(name -> Tactic.find(name).orElseThrow())
                .toList(),
        line.length > 3
            ? Technique.State.valueOf(line[3].toUpperCase(Locale.ROOT))
            : Technique.State.VALID,
        line.length > 4 ? line[4] : null);
  }

  private static FlowSight sight(String[] line) {
    List<String> analytics = line.length > 4 ? List.of(line[4].split(",")) : List.of();
    URI page = PAGES.get(line[3]);
    if (page == null) {
      throw new IllegalStateException("No page " + line[3]);
    }
    return new FlowSight(
        line[0],
        FlowSight.Degree.valueOf(line[1].toUpperCase(Locale.ROOT)),
        line[2],
        page,
        analytics.stream().map(id -> id.replace("*", "")).toList(),
        analytics.stream().anyMatch(id -> id.endsWith("*")));
  }

  private static List<String[]> lines(String resource) {
    try (InputStream in = AttackMatrix.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: " + resource);
      }
      List<String[]> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          lines.add(line.split("\t"));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
