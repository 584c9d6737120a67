package io.flowproof.detection.pack.lint;

import io.flowproof.core.source.Span;
import io.flowproof.detection.pack.Pack;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule must use names that its SIEM has: what cannot be deployed proves nothing. */
final class OnlyDeployableTables implements LintCheck {
  private static final Pattern BLOG_ONLY =
      Pattern.compile("\\bVPCFlow\\b|\\bgeo_info\\s*\\(|\\bindex\\s*=\\s*\"?vpc_flow_logs\\b");

  @Override
  public String name() {
    return "only-deployable-tables";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    for (var rule : pack.rules()) {
      LintCheck.texts(rule)
          .forEach(
              text -> {
                Matcher matcher = BLOG_ONLY.matcher(text.text());
                while (matcher.find()) {
                  found.add(
                      about(
                          rule,
                          text,
                          new Span(matcher.start(), matcher.end()),
                          "No SIEM has '%s'".formatted(matcher.group())));
                }
              });
    }
    return found;
  }
}
