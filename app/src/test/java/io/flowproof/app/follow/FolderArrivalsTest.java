package io.flowproof.app.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.SkippedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArrivalsTest {
  private static final String LINE =
      "2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 1 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n";

  @TempDir private Path folder;
  private FolderArrivals arrivals;

  @BeforeEach
  void begin() {
    arrivals =
        new FolderArrivals(List.of(folder), new FlowLogReader(ReadOptions.STANDARD), Duration.ZERO);
  }

  private List<String> next() throws IOException, InterruptedException {
    FoundObjects found = arrivals.next(() -> false);
    return found.files().stream().map(file -> folder.relativize(file.path()).toString()).toList();
  }

  @Test
  void aFileIsGivenOnceWhenTwoLooksFindItTheSame() throws Exception {
    Files.createDirectories(folder.resolve("2026"));
    Files.writeString(folder.resolve("2026/a.log"), LINE);

    assertThat(next()).isEmpty();
    assertThat(arrivals.waiting()).isEqualTo(1);
    assertThat(next()).containsExactly("2026/a.log");
    assertThat(next()).isEmpty();
    assertThat(next()).isEmpty();
  }

  @Test
  void aFileThatGrowsWaits() throws Exception {
    Path file = Files.writeString(folder.resolve("a.log"), LINE);
    for (int i = 0; i < 3; i++) {
      assertThat(next()).isEmpty();
      Files.writeString(file, LINE, StandardOpenOption.APPEND);
    }

    assertThat(next()).isEmpty();
    assertThat(next()).containsExactly("a.log");
  }

  @Test
  void emptyFilesHiddenOnesAndThoseThatAreYetToBeRenamedAreLeftAlone() throws Exception {
    Files.writeString(folder.resolve("empty.log"), "");
    Files.writeString(folder.resolve(".a.log.x7"), LINE);
    Files.writeString(folder.resolve("b.log.part"), LINE);
    next();

    assertThat(next()).isEmpty();
    Files.move(folder.resolve("b.log.part"), folder.resolve("b.log"));
    next();
    assertThat(next()).containsExactly("b.log");
  }

  @Test
  void whatIsNoFlowLogIsNamedOnce() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "nothing of the kind\n");
    next();

    assertThat(arrivals.next(() -> false).skipped())
        .extracting(SkippedFile::reason)
        .containsExactly("neither a header nor a record in its first lines");
    assertThat(arrivals.next(() -> false).skipped()).isEmpty();
  }

  @Test
  void whatIsGivenBackIsGivenAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("a.log"), LINE);
    next();
    assertThat(next()).hasSize(1);
    arrivals.givenBack(List.of(new ObjectFile(file, file.toString(), LINE.length())));
    next();

    assertThat(next()).containsExactly("a.log");
  }
}
