package io.flowproof.detection.pack.lint;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A threshold has a name in the texts, {@code let MinHosts = 25;} in KQL and {@code eval
 * min_hosts=25} in SPL, and {@code tuning} explains it under that name in kebab case with the same
 * value.
 */
final class ThresholdsInTuning implements LintCheck {
  private static final Pattern LET =
      Pattern.compile("(?m)^\\s*let\\s+(\\w+)\\s*=\\s*([0-9][0-9.]*[a-z]*)\\s*;");
  private static final Pattern EVAL =
      Pattern.compile("(?m)^\\s*\\|\\s*eval\\s+((?:\\w+=[0-9.]+(?:\\s*,\\s*)?)+)\\s*$");
  private static final Pattern CONSTANT = Pattern.compile("(\\w+)=([0-9.]+)");

  @Override
  public String name() {
    return "thresholds-in-tuning";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    for (Rule rule : pack.rules()) {
      SourceText kql = rule.kql();
      if (kql != null) {
        Matcher let = LET.matcher(kql.text());
        while (let.find()) {
          check(rule, kql, let.start(1), let.end(1), let.group(1), let.group(2), found);
        }
      }
      SourceText spl = rule.spl();
      if (spl != null) {
        Matcher eval = EVAL.matcher(spl.text());
        while (eval.find()) {
          Matcher constant = CONSTANT.matcher(spl.text()).region(eval.start(1), eval.end(1));
          while (constant.find()) {
            check(
                rule,
                spl,
                constant.start(1),
                constant.end(1),
                constant.group(1),
                constant.group(2),
                found);
          }
        }
      }
    }
    return found;
  }

  private void check(
      Rule rule,
      SourceText text,
      int start,
      int end,
      String name,
      String value,
      List<LintFinding> found) {
    String kebab =
        name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .replace('_', '-')
            .toLowerCase(java.util.Locale.ROOT);
    boolean same =
        rule.tuning().stream()
            .anyMatch(t -> t.name().equals(kebab) && isSame(t.byDefault(), value));
    if (!same) {
      found.add(
          about(
              rule,
              text,
              new Span(start, end),
              "No entry of tuning is '%s' with the default %s".formatted(kebab, value)));
    }
  }

  /** A time span of KQL is a number of seconds in SPL. */
  private static boolean isSame(String byDefault, String value) {
    return byDefault.equals(value) || seconds(byDefault).equals(value);
  }

  private static String seconds(String span) {
    if (!span.matches("[0-9]{1,6}[smhd]")) {
      return span;
    }
    long number = Long.parseLong(span.substring(0, span.length() - 1));
    return Long.toString(
        number
            * switch (span.charAt(span.length() - 1)) {
              case 's' -> 1;
              case 'm' -> 60;
              case 'h' -> 3600;
              default -> 86_400;
            });
  }
}
