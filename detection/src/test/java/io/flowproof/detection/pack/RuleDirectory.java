package io.flowproof.detection.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small valid rule, which a test then spoils. */
record RuleDirectory(Path path) {
  static final String RULE =
      """
      id: 6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70
      title: Someone knocks
      description: One accepted connection to port 22 is enough for this one.
      status: experimental
      severity: low
      attack:
        - technique: T1021.004
          tactic: lateral-movement
      schedule:
        every: 15m
        over: 1h
      needs: [srcaddr, dstport]
      entities:
        - name: source
          type: ip
          flow: srcaddr
          kql: SrcAddr
      """;
  static final String TESTS =
      """
      cases:
        - name: one connection fires
          given:
            - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22}
          expect:
            - {source: 10.0.0.1}
        - name: another port is silent
          given:
            - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 80}
          expect: none
      """;

  /** A valid rule of that name under a pack. */
  static RuleDirectory valid(Path pack, String name) {
    return new RuleDirectory(pack.resolve(name))
        .with("rule.yml", RULE)
        .with("rule.kql", "AWSVPCFlow | where DstPort == 22 | distinct SrcAddr\n")
        .with("tests.yml", TESTS);
  }

  RuleDirectory with(String file, String text) {
    try {
      Files.createDirectories(path);
      Files.writeString(path.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** With that part of rule.yml written otherwise. */
  RuleDirectory spoil(String part, String otherwise) {
    return spoil("rule.yml", part, otherwise);
  }

  /** With that part of a file written otherwise. */
  RuleDirectory spoil(String file, String part, String otherwise) {
    try {
      String text = Files.readString(path.resolve(file));
      if (!text.contains(part)) {
        throw new IllegalArgumentException("Not in " + file + ": " + part);
      }
      return with(file, text.replace(part, otherwise));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
