package io.flowproof.evidence.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceHoldTest {
  @TempDir Path temporary;

  private CustodyRecord kept(String... uris) throws IOException {
    Path folder = temporary.resolve("case");
    try (CaseFolder open =
        CaseFolder.openOrBegin(folder, "t", new Actor("kim@lab", "test", Clock.systemUTC()))) {
      Collecting collecting = open.collect("somewhere", "collect", Map.of());
      for (String uri : uris) {
        collecting.keep(
            new SourceObject(uri, uri, -1, null, uri, Optional.empty(), Map.of()),
            () -> new ByteArrayInputStream(uri.getBytes(UTF_8)));
      }
      collecting.finish(true);
    }
    return CustodyRecord.read(folder);
  }

  @Test
  void everyKeyAndVersionHasACommandOfItsOwn() throws IOException {
    assertThat(
            SourceHold.commands(
                kept(
                    "s3://logs/a.gz",
                    "s3://logs/b c.gz?versionId=v1",
                    "s3://logs/b c.gz?versionId=v2")))
        .containsExactly(
            "aws s3api put-object-legal-hold --bucket logs --key a.gz --legal-hold Status=ON",
            "aws s3api put-object-legal-hold --bucket logs --key 'b c.gz' --version-id v1 --legal-hold"
                + " Status=ON",
            "aws s3api put-object-legal-hold --bucket logs --key 'b c.gz' --version-id v2 --legal-hold"
                + " Status=ON");
  }

  @Test
  void aKeyCannotRunACommand() throws IOException {
    assertThat(SourceHold.commands(kept("s3://logs/'; rm -rf /; $(x)")))
        .containsExactly(
            "aws s3api put-object-legal-hold --bucket logs --key ''\\''; rm -rf /; $(x)' --legal-hold"
                + " Status=ON");
  }

  @Test
  void aLogGroupIsKeptByEndingItsRetentionAndProtectingIt() throws IOException {
    assertThat(
            SourceHold.commands(
                kept(
                    "cloudwatch-logs://us-east-1/vpc/flow?begin=2026-03-02T09:00:00Z&end=x&page=1",
                    "cloudwatch-logs://us-east-1/vpc/flow?begin=2026-03-02T09:00:00Z&end=x&page=2")))
        .containsExactly(
            "aws logs delete-retention-policy --region us-east-1 --log-group-name vpc/flow",
            "aws logs put-log-group-deletion-protection --region us-east-1 --log-group-identifier"
                + " vpc/flow --deletion-protection-enabled");
  }

  @Test
  void filesHaveNoSourceToBind() throws IOException {
    assertThat(SourceHold.commands(kept("file:///tmp/a.log"))).isEmpty();
  }
}
