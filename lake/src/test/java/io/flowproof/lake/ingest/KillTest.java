package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, really killed: as many times as {@code flowproof.kills} says (bench/soak), or 25,
 * from the step on that round {@code flowproof.round} has.
 */
class KillTest {
  private static final int KILLED = 137;

  @TempDir Path folder;

  @Test
  void aWriterThatIsKilledAndItsFollowerThatIsKilledTooLeaveAWholeLakeToTheThird()
      throws Exception {
    int kills = Integer.getInteger("flowproof.kills", 25);
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(3);
    AtomicInteger steps = new AtomicInteger();
    lakes.ingest(lakes.lake("whole"), objects, step -> steps.incrementAndGet());
    List<Object> expected = lakes.content(lakes.lake("whole"));
    int killed = 0;
    for (int round = Integer.getInteger("flowproof.round", 0); killed < kills; round++) {
      String lake = "lake-" + round;
      int step = 1 + round * 37 % steps.get();
      assertThat(writer(lake, step)).as("killed at step %d", step).isEqualTo(KILLED);
      killed++;
      if (round % 2 == 1) { // What mends is killed as well.
        int code = writer(lake, 1 + round % 23);
        assertThat(code).isIn(0, KILLED);
        killed += code == KILLED ? 1 : 0;
      }
      lakes.ingest(lakes.lake(lake), objects, Steps.ALL);
      assertThat(lakes.content(lakes.lake(lake))).as("killed at step %d", step).isEqualTo(expected);
      assertThat(lakes.verify(lakes.lake(lake)).problems()).isEmpty();
    }
  }

  private int writer(String lake, int step) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                folder.toString(),
                lake,
                Integer.toString(step)));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
