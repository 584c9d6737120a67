package io.flowproof.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every engine must do: each case of both languages that needs records only gives what it
 * says, numbers to 1e-9. What an engine cannot do it declares ({@code
 * src/test/resources/NAME-cannot.txt}, a case and what is missing a line; {@code says:} and what it
 * says in other words, {@code not run:} and why); a declared case must be refused for just that
 * reason. With {@code -Dcontract.record=true} the declaration is written anew: read it before you
 * commit it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineContract {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final boolean RECORDING = Boolean.getBoolean("contract.record");
  private static final Pattern REFUSED =
      Pattern.compile("UNSUPPORTED: \\w+ has no form of this: ([^(\\n]*) \\(the embedded engine");

  /** Before what an engine says in other words. */
  private static final String SAYS = "says: ";

  /** Before the reason why a case is not run. */
  private static final String NOT_RUN = "not run: ";

  private static final Pattern ONLY = Pattern.compile(System.getProperty("contract.case", ".*"));

  private final Map<String, String> recorded = new TreeMap<>();

  /** The engine's name, by which its declaration is found. */
  abstract String engine();

  /** Runs cases on it. */
  abstract CaseRun run();

  @TestFactory
  Stream<DynamicTest> givesWhatEachCaseSaysOrRefusesWhatItDeclares() {
    Map<String, String> cannot = declared();
    return GoldenCase.all().stream()
        .filter(golden -> ONLY.matcher(golden.name()).matches())
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden, cannot)));
  }

  private void check(GoldenCase golden, Map<String, String> cannot) {
    assumeThat(cannot.getOrDefault(golden.name(), ""))
        .as("why it is not run")
        .doesNotStartWith(NOT_RUN);
    String found = run().of(golden);
    Matcher refused = REFUSED.matcher(found);
    boolean isRefused = refused.find();
    String expected = golden.expected();
    if (RECORDING) {
      if (isRefused) {
        recorded.put(golden.name(), refused.group(1));
      } else if (!alike(found, expected)) {
        recorded.put(golden.name(), SAYS + found.lines().findFirst().orElse(""));
        Differences.note(golden, found);
      }
      return;
    }
    String missing = cannot.get(golden.name());
    if (missing != null && missing.startsWith(SAYS)) {
      assertThat(SAYS + found.lines().findFirst().orElse("")).isEqualTo(missing);
    } else if (missing != null) {
      assertThat(isRefused ? refused.group(1) : found)
          .as("what %s declares not to have", engine())
          .isEqualTo(missing);
    } else if (!alike(found, expected)) {
      assertThat(found).isEqualTo(expected);
    }
  }

  /** The same but for the last digits of numbers. */
  static boolean alike(String found, String expected) {
    List<String> left = pieces(found);
    List<String> right = pieces(expected);
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!left.get(i).equals(right.get(i)) && !near(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(String left, String right) {
    try {
      double a = Double.parseDouble(left);
      double b = Double.parseDouble(right);
      return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static List<String> pieces(String text) {
    return List.of(text.split("(?<=[\\s,\\[\\]{}:])|(?=[\\s,\\[\\]{}:])"));
  }

  private Map<String, String> declared() {
    Map<String, String> cannot = new LinkedHashMap<>();
    Path file = RESOURCES.resolve(engine() + "-cannot.txt");
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank() && !line.startsWith("#")) {
            String[] parts = line.split(" ", 2);
            cannot.put(parts[0], parts[1]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cannot;
  }

  @AfterAll
  void record() throws IOException {
    if (!RECORDING || recorded.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("# What %s has no form of: a case, and what it needs.".formatted(engine()));
    declared()
        .forEach(
            (name, missing) -> {
              if (missing.startsWith(NOT_RUN)) {
                recorded.put(name, missing);
              }
            });
    recorded.forEach((name, missing) -> lines.add(name + " " + missing));
    Files.write(RESOURCES.resolve(engine() + "-cannot.txt"), lines, StandardCharsets.UTF_8);
  }
}
