package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.HEADER;
import static io.flowproof.flowlog.decode.Logs.NODATA;
import static io.flowproof.flowlog.decode.Logs.RDP;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers by which records know their lines lead back to them. */
class OriginalLinesTest {
  @TempDir Path folder;

  private OriginalLines read(String name, long... lines) throws IOException {
    Set<Long> wanted = new TreeSet<>();
    for (long line : lines) {
      wanted.add(line);
    }
    return OriginalLines.read(folder.resolve(name), wanted, null);
  }

  @Test
  void ofTextTheyAreThePhysicalLines() throws IOException {
    Logs logs = new Logs(folder).put("a.log", HEADER + "\n" + SSH + "garbage\r\n" + RDP);
    ObjectAccount account = logs.readOne();

    assertThat(logs.rows().column("source_line")).containsExactly("3", "5");
    OriginalLines lines = read("a.log", 1, 3, 4, 5, 6);
    assertThat(lines.lines())
        .containsOnlyKeys(1L, 3L, 4L, 5L)
        .containsEntry(1L, HEADER.strip())
        .containsEntry(3L, SSH.strip())
        .containsEntry(4L, "garbage")
        .containsEntry(5L, RDP.strip());
    assertThat(lines.sha256()).isEqualTo(account.sha256());
    assertThat(lines.bytes()).isEqualTo(account.bytes());
  }

  @Test
  void ofGzipTheyAreThoseOfItsText() throws IOException {
    new Logs(folder).put("a.log.gz", Logs.gzip(HEADER + SSH + NODATA));

    assertThat(read("a.log.gz", 3).lines()).containsOnlyKeys(3L).containsValue(NODATA.strip());
  }

  @Test
  void ofDamagedGzipTheWholeLinesBeforeTheDamageAreThereAndItIsNamed() throws IOException {
    byte[] whole = Logs.gzip(HEADER + SSH + RDP);
    new Logs(folder).put("a.log.gz", Arrays.copyOf(whole, whole.length - 12));

    OriginalLines lines = read("a.log.gz", 2);
    assertThat(lines.lines()).containsEntry(2L, SSH.strip());
    assertThat(lines.damage()).isNotEmpty();
  }

  @Test
  void ofJsonTheyAreTheMessagesOfItsEvents() throws IOException {
    String events =
        String.join(
            ",",
            List.of(SSH, NODATA, RDP).stream()
                .map(line -> "{\"message\":\"" + line.strip() + "\"}")
                .toList());
    Logs logs = new Logs(folder).put("a.json", "{\"events\": [" + events + "]}");
    logs.read();

    assertThat(logs.rows().column("source_line")).contains("1", "3");
    assertThat(read("a.json", 3).lines()).containsEntry(3L, RDP.strip());
  }
}
