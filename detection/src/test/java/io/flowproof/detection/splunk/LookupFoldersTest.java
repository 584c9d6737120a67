package io.flowproof.detection.splunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.source.Span;
import io.flowproof.query.TableWrite;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.splunk.LookupFiles.LookupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupFoldersTest {
  @TempDir private Path folder;

  private static TableWrite write(String name, TableWrite.Mode mode, String... fields) {
    return new TableWrite(
        Span.at(0),
        TableWrite.Target.LOOKUP,
        name,
        mode,
        false,
        List.of(fields),
        new Algebra().oneRow());
  }

  @Test
  void writesALookupWhole() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "old\n1\n");

    new LookupFolders(List.of(folder))
        .write(
            write("a.csv", TableWrite.Mode.REPLACE, "ip", "note"),
            List.of(List.of("10.0.0.1", "a \"b\", c"), List.of("10.0.0.2", "")));

    assertThat(folder.resolve("a.csv"))
        .hasContent("ip,note\n10.0.0.1,\"a \"\"b\"\", c\"\n10.0.0.2,\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void appendsTheFieldsThatAFileHas() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "ip,seen\n10.0.0.1,1\n");

    new LookupFolders(List.of(folder))
        .write(
            write("a.csv", TableWrite.Mode.APPEND, "extra", "ip"),
            List.of(List.of("x", "10.0.0.2")));

    assertThat(folder.resolve("a.csv")).hasContent("ip,seen\n10.0.0.1,1\n10.0.0.2,\n");
  }

  @Test
  void writesNothingForNoRows() throws IOException {
    new LookupFolders(List.of(folder))
        .write(write("a.csv", TableWrite.Mode.REPLACE, "ip"), List.of());

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAPath() {
    LookupFolders folders = new LookupFolders(List.of(folder));

    assertThatThrownBy(
            () ->
                folders.write(
                    write("../a.csv", TableWrite.Mode.REPLACE, "ip"), List.of(List.of("1"))))
        .hasMessage("A lookup is named without a path: ../a.csv");
    assertThat(folders.read("../a.csv")).isEmpty();
    assertThat(folders.read("/etc/passwd")).isEmpty();
  }

  @Test
  void followsNoLinkOutOfTheFolder() throws IOException {
    Path outside = Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
    Path lookups = Files.createDirectory(folder.resolve("lookups"));
    Files.createSymbolicLink(lookups.resolve("a.csv"), outside);
    LookupFolders folders = new LookupFolders(List.of(lookups));

    assertThatThrownBy(() -> folders.read("a.csv"))
        .isInstanceOf(LookupException.class)
        .hasMessageContaining("leads out of its folder");
    assertThatThrownBy(
            () ->
                folders.write(write("a.csv", TableWrite.Mode.REPLACE, "a"), List.of(List.of("2"))))
        .hasMessageContaining("is a link, which is not written to");
    assertThat(outside).hasContent("a\n1\n");
  }

  @Test
  void theFirstFolderWins() throws IOException {
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.writeString(folder.resolve("a.csv"), "a\nfirst\n");
    Files.writeString(second.resolve("a.csv"), "a\nsecond\n");
    Files.writeString(second.resolve("b.csv"), "b\n");

    LookupFolders folders = new LookupFolders(List.of(folder, second));

    assertThat(folders.names()).containsExactly("a.csv", "b.csv");
    assertThat(folders.read("a.csv").orElseThrow().rows()).containsExactly(List.of("first"));
  }
}
