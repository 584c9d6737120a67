package io.flowproof.detection.pack;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules under a directory. A rule is a directory that holds {@code rule.yml}, {@code rule.kql}
 * or {@code rule.spl} or both, and {@code tests.yml}; how they are arranged in directories is the
 * pack's affair. Directories whose names begin with a dot are left out.
 *
 * @param directory the root
 * @param rules in the order of their paths, at least one
 * @param exemptions from {@code exemptions.yml} at the root, if there is one
 */
public record Pack(Path directory, List<Rule> rules, List<Exemption> exemptions) {
  /** The folder of a pack's lists. */
  public static final String LISTS = "lists";

  private static final String RULE = "rule.yml";
  private static final String KQL = "rule.kql";
  private static final String SPL = "rule.spl";
  private static final String TESTS = "tests.yml";
  private static final String EXEMPTIONS = "exemptions.yml";
  private static final String CSV = ".csv";
  private static final Set<String> RULE_FILES = Set.of(RULE, KQL, SPL, TESTS, "README.md");
  private static final long LARGEST = 1 << 20;

  /** Copies the lists. */
  public Pack {
    rules = List.copyOf(rules);
    exemptions = List.copyOf(exemptions);
  }

  /** The rule of that name. */
  public Optional<Rule> rule(String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /**
   * The lists that rules read as watchlists and lookups, by name: the files {@code lists/NAME.csv}.
   * What ships has a header and no row; who deploys the pack fills them.
   */
  public Map<String, Path> lists() {
    Path folder = directory.resolve(LISTS);
    Map<String, Path> lists = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(CSV))
            .forEach(file -> lists.put(name(file).replace(CSV, ""), file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lists;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /**
   * Loads the rules of a pack, or a single rule's directory. The texts are not parsed: whether they
   * run is for the runner to say.
   *
   * @throws InvalidPackException with all problems of all files
   */
  public static Pack load(Path directory) {
    return read(directory, name -> true, true);
  }

  /**
   * Loads what a run needs: rules without their tests. Neither tests nor rules of other names are
   * read, so that what is wrong there does not stand in the way.
   *
   * @param names of rules, see {@link #names}; without any all rules are loaded
   * @throws InvalidPackException with all problems of the files that are read
   */
  public static Pack toRun(Path directory, Collection<String> names) {
    return read(directory, name -> names.isEmpty() || names.contains(name), false);
  }

  /**
   * What could be loaded of a pack.
   *
   * @param pack with the rules that nothing is wrong with
   * @param problems of the others, and of the pack's own files
   */
  public record Partial(Pack pack, List<PackProblem> problems) {
    /** Copies the list. */
    public Partial {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Loads rules with their tests, and leaves out those that something is wrong with.
   *
   * @param names of rules, see {@link #names}; without any all rules are loaded
   * @throws InvalidPackException when no rule is left
   */
  public static Partial whatLoads(Path directory, Collection<String> names) {
    List<PackProblem> problems = new ArrayList<>();
    Pack pack = read(directory, name -> names.isEmpty() || names.contains(name), true, problems);
    if (pack.rules().isEmpty()) {
      throw new InvalidPackException(problems);
    }
    return new Partial(pack, problems);
  }

  /** The names of the rules under a directory, sorted: those of their directories. */
  public static List<String> names(Path directory) {
    return ruleDirectories(directory, new ArrayList<>()).stream().map(Pack::name).sorted().toList();
  }

  private static Pack read(Path directory, Predicate<String> wanted, boolean withTests) {
    List<PackProblem> problems = new ArrayList<>();
    Pack pack = read(directory, wanted, withTests, problems);
    if (!problems.isEmpty()) {
      throw new InvalidPackException(problems);
    }
    return pack;
  }

  private static Pack read(
      Path directory, Predicate<String> wanted, boolean withTests, List<PackProblem> problems) {
    List<Rule> rules = new ArrayList<>();
    RuleReader reader = new RuleReader();
    for (Path candidate : ruleDirectories(directory, problems)) {
      if (!wanted.test(name(candidate))) {
        continue;
      }
      int before = problems.size();
      RuleReader.Files files = files(candidate, withTests, problems);
      Rule rule = files == null ? null : reader.read(candidate, files, problems);
      if (rule != null && problems.size() == before) {
        rules.add(rule);
      }
    }
    List<Exemption> exemptions = exemptions(directory.resolve(EXEMPTIONS), problems);
    if (rules.isEmpty() && problems.isEmpty()) {
      problem(problems, directory, "No rule here", "a rule is a directory with a rule.yml");
    }
    return new Pack(directory, rules, exemptions);
  }

  private static Set<Path> ruleDirectories(Path root, List<PackProblem> problems) {
    Set<Path> found = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.filter(path -> !hidden(root.relativize(path)))
          .filter(path -> Files.isRegularFile(path) && isOfRule(path))
          .forEach(path -> found.add(parent(path)));
    } catch (IOException | UncheckedIOException e) {
      problem(problems, root, "Cannot read the pack: " + e.getMessage(), null);
    }
    return found;
  }

  private static boolean isOfRule(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.equals(RULE)
        || name.equals(KQL)
        || name.equals(SPL)
        || name.equals(TESTS)
        || name.equals("rule.yaml");
  }

  private static boolean hidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static RuleReader.@Nullable Files files(
      Path directory, boolean withTests, List<PackProblem> problems) {
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(Files::isRegularFile)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !RULE_FILES.contains(name) && !name.equals(EXEMPTIONS))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .forEach(
              name ->
                  problem(
                      problems,
                      directory.resolve(name),
                      "Unknown file of a rule",
                      Suggestion.didYouMean(name, RULE_FILES.stream().sorted().toList())));
    } catch (IOException e) {
      problem(problems, directory, "Cannot read the rule: " + e.getMessage(), null);
    }
    if (!Files.isRegularFile(directory.resolve(RULE))) {
      problem(problems, directory, "Missing file 'rule.yml'", "it says what the rule is");
      return null;
    }
    SourceText rule = text(directory.resolve(RULE), problems);
    SourceText kql = text(directory.resolve(KQL), problems);
    SourceText spl = text(directory.resolve(SPL), problems);
    SourceText tests = withTests ? text(directory.resolve(TESTS), problems) : null;
    return rule == null ? null : new RuleReader.Files(rule, kql, spl, Optional.ofNullable(tests));
  }

  private static @Nullable SourceText text(Path file, List<PackProblem> problems) {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      if (Files.size(file) > LARGEST) {
        problem(problems, file, "The file is larger than 1 MiB", null);
        return null;
      }
      return new SourceText(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      problem(problems, file, "The file is not UTF-8", null);
    } catch (IOException e) {
      problem(problems, file, "Cannot read the file: " + e.getMessage(), null);
    }
    return null;
  }

  private static List<Exemption> exemptions(Path file, List<PackProblem> problems) {
    SourceText text = text(file, problems);
    if (text == null) {
      return List.of();
    }
    Diagnostics diagnostics = new Diagnostics(text);
    YamlDocument document = YamlDocument.read(diagnostics);
    List<Exemption> exemptions = new ArrayList<>();
    if (diagnostics.isEmpty()
        && new SchemaCheck("exemptions.schema.json").passes(document, diagnostics)) {
      for (Section entry : new Section(document, diagnostics, "").entries()) {
        exemptions.add(
            new Exemption(
                entry.at("check").text(), entry.at("rule").text(), entry.at("reason").text()));
      }
    }
    diagnostics.list().forEach(d -> problems.add(new PackProblem(text, d)));
    return exemptions;
  }

  private static void problem(
      List<PackProblem> problems, Path path, String message, @Nullable String hint) {
    problems.add(
        new PackProblem(
            new SourceText(path.toString(), ""),
            new Diagnostic(ErrorCode.INVALID_RULE, Span.at(0), message, hint)));
  }
}
