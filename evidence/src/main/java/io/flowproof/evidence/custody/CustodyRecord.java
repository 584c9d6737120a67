package io.flowproof.evidence.custody;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyProblem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the log of a case says. Reading changes nothing and needs no lock.
 *
 * @param entries all entries up to the first that does not hold, in order
 * @param head the hash of the last of them; 64 zeros where there is none
 * @param wholeBytes the length of the whole lines
 * @param cutOff a last line without its end, which a crash leaves; empty where there is none
 * @param problems where the chain does not hold
 */
public record CustodyRecord(
    List<CustodyEntry> entries,
    String head,
    long wholeBytes,
    String cutOff,
    List<CustodyProblem> problems) {

  /**
   * Reads the log of a case.
   *
   * @throws InvalidCaseException if the folder has none
   * @throws IOException if it cannot be read
   */
  public static CustodyRecord read(Path folder) throws IOException {
    Path file = folder.resolve(CustodyLog.NAME);
    if (!Files.isRegularFile(file)) {
      throw new InvalidCaseException(
          folder
              + " is no case: it has no "
              + CustodyLog.NAME
              + " ('flowproof collect' makes one)");
    }
    return new Reader().read(Files.readAllBytes(file));
  }

  /** The objects that were kept, in order. */
  public List<KeptObject> objects() {
    return entries.stream().filter(e -> e.action() == Action.OBJECT).map(this::object).toList();
  }

  private KeptObject object(CustodyEntry entry) {
    String sourceTime = entry.text("source_time");
    return new KeptObject(
        entry.number(),
        entry.body().path("collection").asLong(),
        entry.text("uri"),
        entry.text("path"),
        entry.body().path("size").asLong(),
        entry.text("sha256"),
        sourceTime.isEmpty() ? null : Instant.parse(sourceTime),
        entry.time(),
        entry.text("identity"));
  }

  /** Holds, released ones too, in the order in which they were placed. */
  public List<Hold> holds() {
    Map<String, Hold> holds = new LinkedHashMap<>();
    for (CustodyEntry entry : entries) {
      String name = entry.text("hold");
      if (entry.action() == Action.HOLD) {
        holds.put(
            name,
            new Hold(
                name,
                entry.time(),
                entry.text("operator"),
                entry.text("reason"),
                null,
                lakes(entry)));
      } else if (entry.action() == Action.RELEASE) {
        holds.computeIfPresent(
            name,
            (n, h) -> new Hold(n, h.placed(), h.operator(), h.reason(), entry.time(), h.lakes()));
      }
    }
    return List.copyOf(holds.values());
  }

  private static List<Hold.HeldLake> lakes(CustodyEntry entry) {
    List<Hold.HeldLake> lakes = new ArrayList<>();
    for (JsonNode lake : entry.body().path("lakes")) {
      lakes.add(
          new Hold.HeldLake(
              lake.path("lake").asText(""),
              lake.path("tag").asText(""),
              lake.path("snapshot").asLong(),
              lake.path("held_by").asText("")));
    }
    return lakes;
  }

  /** The id that the case was given when it was begun; empty where the log does not begin. */
  public String caseId() {
    return entries.isEmpty() ? "" : entries.getFirst().text("case");
  }

  /** The entries of one action, in order. */
  public List<CustodyEntry> entries(Action action) {
    return entries.stream().filter(e -> e.action() == action).toList();
  }

  /** How many collections were begun. */
  public long collections() {
    return entries(Action.COLLECTION).size();
  }

  /** True where the last collection has no end: it is going on, or was cut off. */
  public boolean isCollecting() {
    return entries.reversed().stream()
        .map(CustodyEntry::action)
        .filter(action -> action == Action.COLLECTION || action == Action.COLLECTED)
        .findFirst()
        .filter(action -> action == Action.COLLECTION)
        .isPresent();
  }

  /** The name that the case was opened with; empty where the log does not begin. */
  public String title() {
    return entries.isEmpty() ? "" : entries.getFirst().text("title");
  }

  /** Goes through the lines, and stops at the first that does not fit. */
  private static final class Reader {
    private final List<CustodyEntry> entries = new ArrayList<>();
    private final List<CustodyProblem> problems = new ArrayList<>();
    private String head = CustodyLog.FIRST_PREVIOUS;

    CustodyRecord read(byte[] log) {
      int at = 0;
      for (int end = lineEnd(log, at); end >= 0; end = lineEnd(log, at)) {
        if (!line(Arrays.copyOfRange(log, at, end))) {
          return new CustodyRecord(List.copyOf(entries), head, at, "", List.copyOf(problems));
        }
        at = end + 1;
      }
      String rest = new String(log, at, log.length - at, StandardCharsets.UTF_8);
      return new CustodyRecord(List.copyOf(entries), head, at, rest, List.copyOf(problems));
    }

    private static int lineEnd(byte[] log, int from) {
      for (int i = from; i < log.length; i++) {
        if (log[i] == '\n') {
          return i;
        }
      }
      return -1;
    }

    private boolean line(byte[] line) {
      long number = entries.size() + 1L;
      JsonNode body = parse(line);
      Optional<Action> action = action(body);
      @Nullable Instant time = time(body);
      if (action.isEmpty() || time == null || body.path("entry").asLong() != number) {
        return broken(number, "is not entry " + number + " of a custody log");
      }
      String previous = body.path("previous").asText("");
      if (!previous.equals(head)) {
        return broken(
            number,
            "does not follow the line before it: it names %s, that line has %s"
                .formatted(previous, head));
      }
      head = Sha256.of(line);
      entries.add(new CustodyEntry(number, time, action.get(), body, previous, head));
      return true;
    }

    private boolean broken(long number, String what) {
      String where = CustodyLog.NAME + ":" + number;
      problems.add(
          new CustodyProblem(
              Kind.CHAIN, where, where + " " + what + " (a line was changed, removed or put in)"));
      return false;
    }

    private static JsonNode parse(byte[] line) {
      try {
        return CustodyLog.JSON.readTree(new String(line, StandardCharsets.UTF_8));
      } catch (JsonProcessingException e) {
        return CustodyLog.JSON.missingNode();
      }
    }

    private static Optional<Action> action(JsonNode body) {
      String name = body.path("action").asText("");
      return Arrays.stream(Action.values())
          .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(name))
          .findAny();
    }

    private static @Nullable Instant time(JsonNode body) {
      try {
        return Instant.parse(body.path("time").asText(""));
      } catch (DateTimeException e) {
        return null;
      }
    }
  }
}
