package io.flowproof.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code console} blocks of a Markdown document. */
final class ConsoleBlocks {
  private static final String ANY_LINES = "…";

  private ConsoleBlocks() {}

  static List<DocumentationTest.Example> examples(Path document, List<String> lines) {
    List<DocumentationTest.Example> examples = new ArrayList<>();
    boolean inside = false;
    String command = null;
    int at = 0;
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean ends = inside && line.equals("```");
      if ((ends || line.startsWith("$ ")) && command != null) {
        examples.add(new DocumentationTest.Example(document, at, command, expected.toString()));
        command = null;
      }
      if (inside && line.matches("\\$ (?:\\./)?flowproof .*")) {
        command = line.substring(line.indexOf("flowproof ") + "flowproof ".length());
        at = i + 1;
        expected.setLength(0);
        while (command.endsWith("\\")) {
          i++;
          command = command.substring(0, command.length() - 1) + lines.get(i).strip();
        }
      } else if (command != null) {
        expected.append(line).append('\n');
      }
      inside = line.equals("```console") || (inside && !ends);
    }
    return examples;
  }

  /** The words of a command, as a shell takes them: quotes keep spaces together. */
  static String[] arguments(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean open = false;
    for (char c : command.toCharArray()) {
      if (quote != 0 ? c == quote : c == '\'' || c == '"') {
        quote = quote == 0 ? c : 0;
        open = true;
      } else if (c == ' ' && quote == 0) {
        if (open) {
          words.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else {
        word.append(c);
        open = true;
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words.toArray(String[]::new);
  }

  static boolean matches(String expected, String actual) {
    String pattern =
        Arrays.stream(expected.split("\n"))
            .map(line -> line.strip().equals(ANY_LINES) ? "(?:.*\n)*?" : Pattern.quote(line) + "\n")
            .collect(Collectors.joining());
    return actual.matches(expected.isEmpty() ? "" : pattern);
  }
}
