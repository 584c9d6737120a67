package io.flowproof.detection.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.splunk.ConfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppFolderTest {
  @TempDir private Path folder;

  private void write(String layer, String text) throws IOException {
    Files.createDirectories(folder.resolve(layer));
    Files.writeString(folder.resolve(layer).resolve("macros.conf"), text);
  }

  @Test
  void localComesBeforeDefaultSettingBySetting() throws IOException {
    write("default", "[a]\ndefinition = one\nargs = x\n[b]\ndefinition = two\n");
    write("local", "# mine\n[a]\ndefinition = \\\n  three\n[default]\niseval = 0\n");

    ConfFile conf = new AppFolder(folder).conf("macros.conf");

    assertThat(conf.stanza("a").orElseThrow().settings())
        .containsEntry("definition", "three")
        .containsEntry("args", "x")
        .containsEntry("iseval", "0");
    assertThat(conf.stanzas()).extracting(ConfFile.Stanza::name).containsExactly("a", "b");
    assertThat(conf.stanza("c")).isEmpty();
  }

  @Test
  void aFolderWithoutLayersIsNoApp() {
    assertThat(new AppFolder(folder).exists()).isFalse();
  }

  @Test
  void aDetectionGivesItsSearch() {
    assertThat(
            DetectionFile.search(new SourceText("x.yml", "name: a\nsearch: '| tstats\n  count'")))
        .contains(new SourceText("x.yml search", "| tstats count"));
    assertThat(DetectionFile.search(new SourceText("x.yml", "name: a"))).isEmpty();
    assertThat(DetectionFile.search(new SourceText("x.yml", "a: [b"))).isEmpty();
  }
}
