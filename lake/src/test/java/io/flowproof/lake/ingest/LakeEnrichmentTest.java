package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.EnrichmentSource;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.lake.enrich.EnrichmentStore;
import io.flowproof.lake.enrich.EnrichmentUpdate;
import io.flowproof.lake.enrich.EnrichmentUpdate.Result;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the records of a lake are enriched with: versions of the user's files, day by day. */
class LakeEnrichmentTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final LocalDate TUESDAY = LocalDate.of(2026, 3, 3);
  private static final LocalDate FRIDAY = LocalDate.of(2026, 3, 6);
  private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");

  @TempDir private Path folder;
  private Lakes lakes;
  private Path lake;
  private LakeDirectory directory;

  /** Each look is a minute later. */
  private final Clock clock =
      new Clock() {
        private Instant now = BEGIN;

        @Override
        public Instant instant() {
          now = now.plusSeconds(60);
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @BeforeEach
  void makeALakeOfMondayAndTuesday() throws IOException, InterruptedException {
    lakes = new Lakes(folder);
    lake = lakes.lake("lake");
    lakes.ingest(lake, lakes.objects(2), Steps.ALL);
    directory = LakeDirectory.find(lake);
  }

  @Test
  void whatComesWithAnIngestHoldsForNewDaysAndDaysThatAreThereKeepTheirs() throws IOException {
    Result first = update().forIngest(List.of(feed("a.txt", "192.0.2.1")));
    assertThat(first.version().number()).isEqualTo(1);
    assertThat(versions(MONDAY, TUESDAY, FRIDAY)).containsExactly(0L, 0L, 1L);

    update().enrich(List.of(), Set.of(), null, null);
    assertThat(versions(MONDAY, TUESDAY, FRIDAY)).containsExactly(1L, 1L, 1L);

    update().forIngest(List.of(feed("b.txt", "192.0.2.2")));
    assertThat(versions(MONDAY, TUESDAY, FRIDAY)).containsExactly(1L, 1L, 2L);
    assertThat(values(MONDAY)).containsExactly("192.0.2.1");
    assertThat(values(FRIDAY)).containsExactly("192.0.2.1", "192.0.2.2");
  }

  @Test
  void enrichingChangesTheChosenDaysOnly() throws IOException {
    update().enrich(List.of(feed("a.txt", "192.0.2.1")), Set.of(), null, null);

    Result result =
        update().enrich(List.of(feed("a.txt", "192.0.2.9")), Set.of(), TUESDAY, TUESDAY);

    assertThat(result.isNew()).isTrue();
    assertThat(result.days()).isEqualTo(1);
    assertThat(result.from()).isEqualTo(TUESDAY);
    assertThat(versions(MONDAY, TUESDAY, FRIDAY)).containsExactly(1L, 2L, 2L);
    assertThat(values(MONDAY)).containsExactly("192.0.2.1");
    assertThat(values(TUESDAY)).containsExactly("192.0.2.9");
  }

  @Test
  void aFileOfTheSameNameTakesThePlaceOfTheOneBeforeAndInventoriesComeOnTop() throws IOException {
    update()
        .enrich(
            List.of(feed("a.txt", "192.0.2.1"), inventory("2026-03-01T00:00:00Z")),
            Set.of(),
            null,
            null);
    Result result =
        update()
            .enrich(
                List.of(feed("a.txt", "192.0.2.2"), inventory("2026-03-02T00:00:00Z")),
                Set.of(),
                null,
                null);

    assertThat(result.version().files())
        .extracting(file -> file.kind().text() + " " + file.name() + " " + file.at())
        .containsExactly(
            "assets vpcs.json 2026-03-01T00:00:00Z",
            "intel a.txt null",
            "assets vpcs.json 2026-03-02T00:00:00Z");
  }

  @Test
  void theSameFilesAgainAreNoOtherVersion() throws IOException {
    EnrichmentSource feed = feed("a.txt", "192.0.2.1");
    update().enrich(List.of(feed), Set.of(), null, null);

    assertThat(update().forIngest(List.of(feed)).isNew()).isFalse();
    Result again = update().enrich(List.of(feed), Set.of(), null, null);
    assertThat(again.isNew()).isFalse();
    assertThat(again.days()).isZero();
    assertThat(EnrichmentStore.of(directory).versions()).hasSize(1);
  }

  @Test
  void aFileThatIsRemovedIsUsedNoMore() throws IOException {
    update()
        .enrich(
            List.of(feed("a.txt", "192.0.2.1"), feed("b.txt", "192.0.2.2")), Set.of(), null, null);
    update().enrich(List.of(), Set.of("a.txt"), null, null);

    assertThat(values(MONDAY)).containsExactly("192.0.2.2");
    assertThatThrownBy(() -> update().enrich(List.of(), Set.of("c.txt"), null, null))
        .isInstanceOf(LakeException.class)
        .hasMessage("The lake uses no file 'c.txt' (it uses b.txt)");
  }

  @Test
  void theLakeKeepsTheFilesItself() throws IOException {
    EnrichmentSource feed = feed("a.txt", "192.0.2.1");
    update().enrich(List.of(feed), Set.of(), null, null);
    Files.delete(feed.path());

    assertThat(values(MONDAY)).containsExactly("192.0.2.1");
    assertThat(indicators(MONDAY)).extracting(Indicator::source).containsExactly("a");
  }

  @Test
  void asOfATimeItIsWhatItWasThen() throws IOException {
    update().enrich(List.of(feed("a.txt", "192.0.2.1")), Set.of(), null, null);
    Instant between = clock.instant();
    update().enrich(List.of(feed("a.txt", "192.0.2.2")), Set.of(), null, null);

    Enrichments then = EnrichmentStore.of(directory).enrichments(directory, between);
    Enrichments before = EnrichmentStore.of(directory).enrichments(directory, BEGIN);

    assertThat(then.version(MONDAY)).isEqualTo(1);
    assertThat(values(then.version(1L))).containsExactly("192.0.2.1");
    assertThat(values(MONDAY)).containsExactly("192.0.2.2");
    assertThat(before.isEmpty()).isTrue();
  }

  @Test
  void whoIsKilledAtAnyStepLeavesWhatWasThere() throws IOException {
    update().enrich(List.of(feed("a.txt", "192.0.2.1")), Set.of(), null, null);
    List<EnrichmentSource> more = List.of(feed("b.txt", "192.0.2.2"), feed("c.txt", "192.0.2.3"));
    for (String last : List.of("copy b.txt", "copy c.txt", "replace versions.json")) {
      Steps failing =
          step -> {
            if (step.equals(last)) {
              throw new IllegalStateException(step);
            }
          };
      assertThatThrownBy(
              () ->
                  new EnrichmentUpdate(directory, failing, clock)
                      .enrich(more, Set.of(), null, null))
          .hasMessage(last);
      assertThat(values(MONDAY)).as(last).containsExactly("192.0.2.1");
    }
    update().enrich(more, Set.of(), null, null);
    assertThat(values(MONDAY)).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
  }

  @Test
  void aStoredFileThatWasChangedOrIsGoneIsAProblem() throws IOException {
    update()
        .enrich(
            List.of(feed("a.txt", "192.0.2.1"), feed("b.txt", "192.0.2.2")), Set.of(), null, null);
    EnrichmentStore store = EnrichmentStore.of(directory);
    assertThat(store.problems(directory)).isEmpty();

    Files.writeString(stored("a.txt"), "192.0.2.7\n");
    Files.delete(stored("b.txt"));

    assertThat(store.problems(directory))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("file " + stored("a.txt") + " of the enrichment: SHA-256 ")
                    .contains(" was stored, there is "))
        .anySatisfy(
            problem -> assertThat(problem).contains("b.txt of the enrichment: cannot be read: "))
        .hasSize(2);
  }

  @Test
  void aLakeWithoutAnythingToEnrichWithSaysSo() {
    assertThatThrownBy(() -> update().enrich(List.of(), Set.of(), null, null))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "The lake '"
                + directory.path()
                + "' has nothing to enrich with (give --assets, --intel, --asn, --city or --provider-ranges)");
  }

  @Test
  void aStoreOfANewerVersionIsRefused() throws IOException {
    Path file = lake.resolve("enrichment/versions.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"format\": 2}");

    assertThatThrownBy(() -> EnrichmentStore.of(directory))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "'"
                + directory.path().resolve("enrichment/versions.json")
                + "' has format 2, and this version of Flowproof reads 1 (a newer one wrote it)");
  }

  private EnrichmentUpdate update() {
    return new EnrichmentUpdate(directory, Steps.ALL, clock);
  }

  private List<Long> versions(LocalDate... days) {
    Enrichments enrichments = EnrichmentStore.of(directory).enrichments(directory, null);
    return Stream.of(days).map(enrichments::version).toList();
  }

  private List<Indicator> indicators(LocalDate day) {
    Enrichments enrichments = EnrichmentStore.of(directory).enrichments(directory, null);
    return enrichments.version(enrichments.version(day)).intel().indicators();
  }

  private List<String> values(LocalDate day) {
    Enrichments enrichments = EnrichmentStore.of(directory).enrichments(directory, null);
    return values(enrichments.version(enrichments.version(day)));
  }

  private static List<String> values(Enrichment enrichment) {
    return enrichment.intel().indicators().stream().map(i -> i.observable().value()).toList();
  }

  private EnrichmentSource feed(String name, String address) throws IOException {
    return EnrichmentSource.of(Kind.INTEL, Files.writeString(folder.resolve(name), address + "\n"));
  }

  private EnrichmentSource inventory(String at) throws IOException {
    Path file = Files.writeString(folder.resolve("vpcs.json"), "{\"Vpcs\": []}");
    return new EnrichmentSource(Kind.ASSETS, file, Instant.parse(at), null);
  }

  private Path stored(String name) throws IOException {
    try (Stream<Path> files = Files.walk(lake.resolve("enrichment"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow().toRealPath();
    }
  }
}
