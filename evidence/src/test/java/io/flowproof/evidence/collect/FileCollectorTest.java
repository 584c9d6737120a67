package io.flowproof.evidence.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCollectorTest {
  @TempDir Path temporary;
  private final AtomicLong progress = new AtomicLong();

  private CollectionTotals collect(Path... sources) throws IOException {
    try (CaseFolder open =
        CaseFolder.openOrBegin(
            temporary.resolve("case"), "t", new Actor("kim@lab", "test", Clock.systemUTC()))) {
      return new FileCollector(List.of(sources), progress::addAndGet)
          .into(open, "flowproof collect files …");
    }
  }

  @Test
  void tellsHowFarItHasCome() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("downloaded"));
    Files.writeString(folder.resolve("a"), "four");
    Files.writeString(folder.resolve("b"), "eleven more");

    assertThat(collect(folder).kept()).isEqualTo(2);
    assertThat(progress).hasValue(15);
  }

  /** A file that Linux opens and then fails to read. */
  @Test
  void aFileThatFailsWhileItIsReadIsSaidAndTheRestGoesOn() throws IOException {
    Path failing = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(failing), "There is no such file here");
    Path good = Files.writeString(temporary.resolve("good.log"), "good");

    CollectionTotals totals = collect(failing, good);

    assertThat(totals.complete()).isFalse();
    assertThat(totals.kept()).isEqualTo(1);
    assertThat(
            CustodyRecord.read(temporary.resolve("case")).entries(Action.PROBLEM).stream()
                .map(e -> e.text("uri") + ": " + e.text("message")))
        .singleElement()
        .asString()
        .matches("file:///proc/(self|\\d+)/mem: Cannot be read: .*");
  }
}
