package io.flowproof.app.report;

import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.RuleProof.Effort;
import io.flowproof.detection.proof.Testing.CaseResult;
import io.flowproof.detection.proof.Verdict;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A proof as JUnit's XML, which build servers show: a suite for each rule, a test for each case in
 * each language, one for each level. A level above what the status demands fails nothing: where it
 * is not shown its test is skipped.
 */
public final class ProofJunit {
  private ProofJunit() {}

  /** The text of the file. */
  public static String print(Proof proof) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "flowproof " + proof.pack().name());
      for (RuleProof rule : proof.rules()) {
        suite(xml, rule);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private static void suite(XMLStreamWriter xml, RuleProof rule) throws XMLStreamException {
    long failed = rule.tested().cases().stream().filter(test -> !test.passed()).count();
    long skipped = 0;
    for (ProofLevel level : ProofLevel.values()) {
      Outcome outcome = rule.outcome(level);
      failed += isFailure(rule, level, outcome) ? 1 : 0;
      skipped += !outcome.isShown() && !isFailure(rule, level, outcome) ? 1 : 0;
    }
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", rule.name());
    xml.writeAttribute(
        "tests", Integer.toString(rule.tested().cases().size() + ProofLevel.values().length));
    xml.writeAttribute("failures", Long.toString(failed));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", Long.toString(skipped));
    double seconds = rule.seconds().stream().mapToDouble(Effort::seconds).sum();
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.2f", seconds));
    for (CaseResult test : rule.tested().cases()) {
      test(
          xml,
          rule,
          "%s: %s".formatted(test.language(), test.name()),
          test.passed() ? null : "failure",
          test.failure() == null ? "" : test.failure());
    }
    for (ProofLevel level : ProofLevel.values()) {
      Outcome outcome = rule.outcome(level);
      String problem =
          outcome.isShown() ? null : isFailure(rule, level, outcome) ? "failure" : "skipped";
      test(
          xml,
          rule,
          "level " + ProofReport.level(level),
          problem,
          String.join("\n", outcome.reasons()));
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static boolean isFailure(RuleProof rule, ProofLevel level, Outcome outcome) {
    return !outcome.isShown()
        && (outcome.verdict() != Verdict.NOT_TRIED || level == rule.demanded())
        && level.compareTo(rule.demanded()) <= 0;
  }

  private static void test(
      XMLStreamWriter xml, RuleProof rule, String name, @Nullable String problem, String message)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", rule.path().replace('/', '.'));
    xml.writeAttribute("name", clean(name));
    if (problem != null) {
      xml.writeStartElement(problem);
      xml.writeAttribute("message", clean(message.lines().findFirst().orElse("")));
      if (problem.equals("failure")) {
        xml.writeCharacters(clean(message));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** Without the characters that XML 1.0 cannot hold. */
  private static String clean(String text) {
    return text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
