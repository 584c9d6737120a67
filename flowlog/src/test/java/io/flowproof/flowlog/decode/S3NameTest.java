package io.flowproof.flowlog.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3NameTest {

  @Test
  void readsTheFileName() {
    S3Name name =
        S3Name.of("logs/123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe12.log.gz");

    assertThat(name)
        .isEqualTo(
            new S3Name(
                "123456789012", "us-east-1", "fl-1234abcd", Instant.parse("2018-06-20T16:20:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/05/01/x.log.gz",
        "AWSLogs/o-abc123/123456789012/vpcflowlogs/eu-west-1/2024/05/01/02/x.log.gz",
        "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2024/x",
        "AWSLogs/aws-account-id=123456789012/service=vpcflowlogs/aws-region=eu-west-1/year=2024/x"
      })
  void readsTheFolders(String object) {
    assertThat(S3Name.of(object)).isEqualTo(new S3Name("123456789012", "eu-west-1", null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.log", "", "vpcflowlogs/x/y.log", "1_vpcflowlogs_x_fl-1_2_3.log.gz"})
  void anyOtherNameTellsNothing(String object) {
    assertThat(S3Name.of(object)).isEqualTo(S3Name.NONE);
  }

  @Test
  void aTimeThatDoesNotExistIsNotKept() {
    assertThat(
            S3Name.of("123456789012_vpcflowlogs_us-east-1_fl-1_20189920T1620Z_fe12.log.gz").time())
        .isNull();
  }
}
