package io.flowproof.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.aws.sqs.Notification.Created;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationTest {
  private static final String RECORDS =
      "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\","
          + "\"s3\":{\"bucket\":{\"name\":\"logs\"},\"object\":{\"key\":\"a+b/c%3D1.log.gz\",\"size\":7}}},"
          + "{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{\"bucket\":{\"name\":\"logs\"},\"object\":{\"key\":\"x\"}}}]}";
  private static final List<Created> CREATED = List.of(new Created("logs", "a b/c=1.log.gz"));

  @Test
  void ofS3ItNamesWhatWasCreatedWithTheKeyDecoded() {
    assertThat(Notification.of(RECORDS)).isEqualTo(new Notification(CREATED, ""));
  }

  @Test
  void overSnsItIsTheSame() {
    String message = RECORDS.replace("\\", "\\\\").replace("\"", "\\\"");

    assertThat(Notification.of("{\"Type\":\"Notification\",\"Message\":\"" + message + "\"}"))
        .isEqualTo(new Notification(CREATED, ""));
  }

  @Test
  void ofEventBridgeTheKeyIsAsItIs() {
    assertThat(
            Notification.of(
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":"
                    + "{\"name\":\"logs\"},\"object\":{\"key\":\"a b/c=1.log.gz\"}}}"))
        .isEqualTo(new Notification(CREATED, ""));
  }

  @Test
  void aTestOfS3NamesNothing() {
    assertThat(Notification.of("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}"))
        .isEqualTo(new Notification(List.of(), ""));
  }

  @Test
  void anythingElseIsAProblem() {
    assertThat(Notification.of("hello").problem())
        .isEqualTo("A message is no notification of S3: hello");
    assertThat(Notification.of("{\"a\":1}").problem())
        .isEqualTo("A message is no notification of S3: {\"a\":1}");
  }
}
