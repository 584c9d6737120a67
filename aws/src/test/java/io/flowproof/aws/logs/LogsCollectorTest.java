package io.flowproof.aws.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.aws.AwsStub;
import io.flowproof.aws.AwsStub.Answer;
import io.flowproof.aws.AwsStub.Call;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCollectorTest {
  private static final String FIRST =
      """
      {"events":[{"logStreamName":"eni-1-all","timestamp":1715677200000,"message":"2 1 eni-1 - - - - - - - 1 2 - NODATA","ingestionTime":1715677300000,"eventId":"1"}],"searchedLogStreams":[],"nextToken":"t1"}""";
  private static final String EMPTY = "{\"events\":[], \"nextToken\":\"t2\"}";
  private static final String LAST = "{\"events\":[],\"searchedLogStreams\":[]}";

  @TempDir Path temporary;

  private static Answer pages(Call call) {
    return Answer.ok(
        call.body().contains("\"t2\"") ? LAST : call.body().contains("\"t1\"") ? EMPTY : FIRST);
  }

  @Test
  void keepsEveryPageAsItCameAndGoesOnThroughEmptyOnes() throws IOException {
    try (AwsStub aws = AwsStub.answering(LogsCollectorTest::pages)) {
      CollectionTotals totals = collect(aws, "2024-05-14T09:00:00Z", "2024-05-14T10:00:00Z");

      assertThat(totals.complete()).isTrue();
      assertThat(record().objects().stream().map(KeptObject::path))
          .containsExactly(
              "objects/cloudwatch/us-east-1/vpc-flow/20240514T090000Z/page-000001.json",
              "objects/cloudwatch/us-east-1/vpc-flow/20240514T090000Z/page-000002.json",
              "objects/cloudwatch/us-east-1/vpc-flow/20240514T090000Z/page-000003.json");
      assertThat(temporary.resolve("case").resolve(record().objects().getFirst().path()))
          .hasContent(FIRST);
      assertThat(aws.calls().getFirst().body())
          .contains("\"startTime\":1715677200000", "\"endTime\":1715680799999");
    }
  }

  @Test
  void asksHourByHourAndNotAgainForWhatIsInTheCase() throws IOException {
    try (AwsStub aws = AwsStub.answering(call -> Answer.ok(LAST))) {
      collect(aws, "2024-05-14T09:30:00Z", "2024-05-14T11:00:00Z");
      assertThat(aws.calls()).hasSize(2);

      CollectionTotals again = collect(aws, "2024-05-14T09:30:00Z", "2024-05-14T12:00:00Z");

      assertThat(aws.calls()).hasSize(3);
      assertThat(again.already()).isEqualTo(2);
    }
  }

  @Test
  void goesOnAtThePageWhereAnEarlierCollectionStopped() throws IOException {
    try (AwsStub aws =
        AwsStub.answering(
            call ->
                call.body().contains("\"t1\"")
                    ? new Answer(
                        400, "{\"__type\":\"AccessDeniedException\",\"message\":\"no permission\"}")
                    : pages(call))) {
      CollectionTotals broken = collect(aws, "2024-05-14T09:00:00Z", "2024-05-14T10:00:00Z");
      assertThat(broken.complete()).isFalse();
      assertThat(record().entries(Action.PROBLEM).getFirst().text("message"))
          .startsWith("Access denied: no permission")
          .endsWith("(needs logs:FilterLogEvents)");
    }
    try (AwsStub aws = AwsStub.answering(LogsCollectorTest::pages)) {
      collect(aws, "2024-05-14T09:00:00Z", "2024-05-14T10:00:00Z");

      assertThat(aws.calls().getFirst().body()).contains("\"t1\"");
      assertThat(record().objects()).hasSize(3);
    }
  }

  private CollectionTotals collect(AwsStub aws, String from, String to) throws IOException {
    Actor actor = new Actor("kim@lab", "flowproof test", Clock.systemUTC());
    try (CaseFolder open = CaseFolder.openOrBegin(temporary.resolve("case"), "t", actor)) {
      return new LogsCollector(
              aws.access(),
              new ServerClock(Clock.systemUTC()),
              new LogsRequest("vpc-flow", Optional.empty(), Instant.parse(from), Instant.parse(to)),
              (done, all) -> {})
          .into(open, "flowproof collect cloudwatch …");
    }
  }

  private CustodyRecord record() throws IOException {
    return CustodyRecord.read(temporary.resolve("case"));
  }
}
