package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.kql.KqlParser;
import io.flowproof.query.spl.SplParser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedTextsParseTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  @Test
  void everyTextButTheBlogsExfiltrationParses() {
    for (String pack : List.of("packs/vpc-flow", "examples/blog")) {
      for (Rule rule : Pack.load(ROOT.resolve(pack)).rules()) {
        SourceText kql = rule.kql();
        if (kql != null && !rule.name().equals("exfiltration")) {
          assertThatCode(() -> KqlParser.parse(kql)).as(kql.name()).doesNotThrowAnyException();
        }
        SourceText spl = rule.spl();
        if (spl != null) {
          assertThatCode(() -> SplParser.parse(spl)).as(spl.name()).doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void theBlogsExfiltrationFailsAtNotIn() {
    Rule rule = Pack.load(ROOT.resolve("examples/blog")).rule("exfiltration").orElseThrow();
    SourceText kql = new SourceText("rule.kql", rule.kql().text());

    assertThatThrownBy(() -> KqlParser.parse(kql))
        .hasMessageContaining(
            """
              | where Geo not in ("IN", "US")
                          ^^^^^^\
            """)
        .hasMessageContaining("!in");
  }
}
