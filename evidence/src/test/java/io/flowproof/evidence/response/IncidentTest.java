package io.flowproof.evidence.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.InvalidCaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  private static final Actor ACTOR =
      new Actor("kim@forensics-1", "flowproof test", Clock.fixed(NOW, ZoneOffset.UTC));

  @TempDir Path temporary;
  private CaseFolder folder;

  @BeforeEach
  void aCase() throws IOException {
    folder = CaseFolder.openOrBegin(temporary.resolve("incident-7"), "Incident 7", ACTOR);
  }

  @AfterEach
  void close() throws IOException {
    folder.close();
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-02T" + time + ":00Z");
  }

  private void open() throws IOException {
    Incident.open(
        folder,
        new Incident.Opening("bulk-exfiltration", "T1048", null, at("09:20"), at("09:45")),
        NOW);
  }

  private void step(Action action, String time) throws IOException {
    Incident.step(folder, action, at(time), "", NOW);
  }

  @Test
  void theLogOfTheCaseTellsTheLifeOfTheIncident() throws IOException {
    open();
    step(Action.ACKNOWLEDGE, "10:00");
    step(Action.CONTAIN, "10:30");
    step(Action.CLOSE, "11:00");

    CustodyRecord record = CustodyRecord.read(folder.folder());

    assertThat(record.problems()).isEmpty();
    assertThat(Incident.of(record))
        .hasValue(
            new Incident(
                "Incident 7",
                "bulk-exfiltration",
                "T1048",
                "exfiltration",
                at("09:20"),
                at("09:45"),
                at("10:00"),
                at("10:30"),
                at("11:00")));
  }

  @Test
  void aCaseWithoutAnIncidentHasNoTimes() throws IOException {
    assertThat(Incident.of(folder.record())).isEmpty();
    assertThatThrownBy(() -> step(Action.CONTAIN, "10:00"))
        .isInstanceOf(InvalidCaseException.class)
        .hasMessage(folder.folder() + " has no incident ('flowproof case open' opens one)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONTAIN     | 09:00 | Cannot contain at 2026-03-02T09:00:00Z: the step before was at 2026-03-02T10:00:00Z
          CONTAIN     | 13:00 | Cannot contain at 2026-03-02T13:00:00Z, in the future (it is 2026-03-02T12:00:00Z)
          ACKNOWLEDGE | 10:30 | Cannot acknowledge: the incident was acknowledged at 2026-03-02T10:00:00Z
          """)
  void refusesAStepThatCannotFollow(Action action, String time, String message) throws IOException {
    open();
    step(Action.ACKNOWLEDGE, "10:00");
    assertThatThrownBy(() -> step(action, time)).hasMessage(message);
    assertThat(folder.record().entries()).hasSize(3);
  }

  @Test
  void refusesAnythingAfterTheEnd() throws IOException {
    open();
    step(Action.CONTAIN, "10:00");
    assertThatThrownBy(() -> step(Action.ACKNOWLEDGE, "10:30"))
        .hasMessage("Cannot acknowledge: the incident was contained at 2026-03-02T10:00:00Z");
    step(Action.CLOSE, "11:00");
    assertThatThrownBy(() -> step(Action.CLOSE, "11:30"))
        .hasMessage("Cannot close: the incident was closed at 2026-03-02T11:00:00Z");
    assertThatThrownBy(this::open)
        .hasMessage(
            folder.folder()
                + " has an incident already: bulk-exfiltration, detected 2026-03-02T09:45:00Z (a"
                + " new incident needs a case of its own)");
  }

  @Test
  void refusesAnOpeningThatIsNotPossible() {
    assertThatThrownBy(
            () ->
                Incident.open(
                    folder, new Incident.Opening("x", "T1048", "impact", null, at("09:45")), NOW))
        .hasMessage(
            "T1048 Exfiltration Over Alternative Protocol does not serve the tactic impact in"
                + " ATT&CK 18.1 (it serves exfiltration)");
    assertThatThrownBy(
            () ->
                Incident.open(
                    folder,
                    new Incident.Opening("x", "T1048", null, at("10:00"), at("09:45")),
                    NOW))
        .hasMessage(
            "The attack cannot begin at 2026-03-02T10:00:00Z, after it was detected at"
                + " 2026-03-02T09:45:00Z");
  }

  @Test
  void meansAreOfThoseThatHaveBothEnds() {
    Incident whole =
        new Incident(
            "a",
            "r",
            "T1048",
            "exfiltration",
            at("09:00"),
            at("09:30"),
            at("09:40"),
            at("10:30"),
            null);
    Incident unknown =
        new Incident("b", "r", "T1048", "exfiltration", null, at("10:00"), at("10:20"), null, null);
    assertThat(ResponseTimes.of(List.of(whole, unknown)))
        .containsExactly(
            new ResponseTimes(
                "exfiltration",
                YearMonth.of(2026, 3),
                2,
                new ResponseTimes.Mean(Duration.ofMinutes(30), 1),
                new ResponseTimes.Mean(Duration.ofMinutes(15), 2),
                new ResponseTimes.Mean(Duration.ofHours(1), 1),
                null));
  }
}
