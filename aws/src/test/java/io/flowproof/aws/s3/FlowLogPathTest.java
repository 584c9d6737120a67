package io.flowproof.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.aws.s3.FlowLogPath.Wanted;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowLogPathTest {
  private final FlowLogPath path =
      new FlowLogPath(
          new Wanted(
              Set.of("123456789012"),
              Set.of("us-east-1"),
              Optional.of(Instant.parse("2024-05-14T22:00:00Z")),
              Optional.of(Instant.parse("2024-05-15T02:00:00Z"))));

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "backup/of/2019/, true",
    "x/AWSLogs/, true",
    "AWSLogs/o-abc123/, true",
    "AWSLogs/123456789012/, true",
    "AWSLogs/999999999999/, false",
    "AWSLogs/123456789012/CloudTrail/, false",
    "AWSLogs/123456789012/vpcflowlogs/, true",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/, true",
    "AWSLogs/123456789012/vpcflowlogs/eu-west-1/, false",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/, true",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2023/, false",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/, true",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/06/, false",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/13/, false",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/14/, true",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/15/, true",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/14/20/, false",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/14/22/, true",
    "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/year=2024/month=05/day=15/hour=01/, true",
    "AWSLogs/aws-account-id=123456789012/service=vpcflowlogs/aws-region=us-east-1/year=2024/month=05/day=15/hour=04/, false",
    "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/02/31/, true",
  })
  void looksOnlyIntoFoldersThatCanHoldWhatIsWanted(String prefix, boolean held) {
    assertThat(path.mayHold(prefix)).isEqualTo(held);
  }

  @ParameterizedTest
  @CsvSource({
    "x/123456789012_vpcflowlogs_us-east-1_fl-1_20240514T2155Z_a.log.gz, true",
    "x/123456789012_vpcflowlogs_us-east-1_fl-1_20240514T2145Z_a.log.gz, false",
    "x/123456789012_vpcflowlogs_us-east-1_fl-1_20240515T0215Z_a.log.gz, true",
    "x/123456789012_vpcflowlogs_us-east-1_fl-1_20240515T0220Z_a.log.gz, false",
    "x/renamed.log.gz, true",
  })
  void looksOnlyIntoFilesWhoseRecordsMayBeginInTheTime(String key, boolean held) {
    assertThat(path.mayHoldRecords(key)).isEqualTo(held);
  }
}
