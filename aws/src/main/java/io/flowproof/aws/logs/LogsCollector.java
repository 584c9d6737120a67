package io.flowproof.aws.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsException;
import io.flowproof.aws.AwsProblem;
import io.flowproof.aws.RawResponse;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Collecting;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.evidence.custody.SourceObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/**
 * Collects a log group with FilterLogEvents and keeps its raw pages. A page may be empty and still
 * have a token; only a page without one is the last (CloudWatch Logs API Reference). The time is
 * asked for hour by hour, so that a collection that was ended goes on at the page where it stopped;
 * a token is good for 24 hours.
 */
public final class LogsCollector {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final AwsAccess access;
  private final ServerClock server;
  private final LogsRequest request;
  private final BiConsumer<Long, Long> progress;
  private final RawResponse raw = new RawResponse();
  private final CloudWatchLogsClient client;

  /**
   * Of one request, over one way to reach AWS.
   *
   * @param progress told after each hour how many hours of how many are in the case
   */
  public LogsCollector(
      AwsAccess access, ServerClock server, LogsRequest request, BiConsumer<Long, Long> progress) {
    this.access = access;
    this.server = server;
    this.request = request;
    this.progress = progress;
    this.client =
        access.<CloudWatchLogsClientBuilder, CloudWatchLogsClient>client(
            () ->
                CloudWatchLogsClient.builder()
                    .overrideConfiguration(c -> c.addExecutionInterceptor(server)),
            raw);
  }

  /**
   * Collects.
   *
   * @param command the command as it was given
   * @throws AwsException if the group cannot be read at all
   * @throws IOException if the case cannot be written
   */
  public CollectionTotals into(CaseFolder open, String command) throws IOException {
    List<KeptObject> before = open.record().objects();
    Collecting collecting =
        open.collect(uri() + "?from=" + request.from() + "&to=" + request.to(), command, Map.of());
    long hours = Math.max(1, Duration.between(request.from(), request.to()).toHours());
    boolean complete = true;
    long done = 0;
    for (Instant begin = request.from(); begin.isBefore(request.to()); ) {
      Instant end = earlier(begin.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
      complete &= hour(new Hour(begin, end), open.folder(), before, collecting);
      progress.accept(++done, Math.max(done, hours));
      begin = end;
    }
    return collecting.finish(complete);
  }

  private Instant earlier(Instant end) {
    return end.isBefore(request.to()) ? end : request.to();
  }

  private String uri() {
    return "cloudwatch-logs://" + access.chosenRegion() + "/" + request.group();
  }

  private record Hour(Instant begin, Instant end) {}

  /** Where the pages of an hour go on: the number of the next page, and its token. */
  private record Position(int page, @Nullable String token) {}

  private boolean hour(Hour hour, Path folder, List<KeptObject> before, Collecting collecting)
      throws IOException {
    Optional<Position> position = position(hour, folder, before);
    if (position.isEmpty()) {
      collecting.skip();
      return true;
    }
    int page = position.get().page();
    @Nullable String token = position.get().token();
    do {
      FilterLogEventsResponse response;
      try {
        response = client.filterLogEvents(ask(hour, token));
      } catch (InvalidParameterException e) {
        collecting.problem(
            uri(hour, page), AwsProblem.of(e, "logs:FilterLogEvents") + expired(token));
        return false;
      } catch (SdkException e) {
        collecting.problem(uri(hour, page), AwsProblem.of(e, "logs:FilterLogEvents"));
        return false;
      }
      keep(hour, page, response, collecting);
      token = response.nextToken();
      page++;
    } while (token != null);
    return true;
  }

  private static String expired(@Nullable String token) {
    return token == null
        ? ""
        : " (a collection that was ended more than 24 hours ago cannot go on in the middle of an hour;"
            + " collect that hour into another case)";
  }

  private FilterLogEventsRequest ask(Hour hour, @Nullable String token) {
    FilterLogEventsRequest.Builder ask =
        FilterLogEventsRequest.builder()
            .startTime(hour.begin().toEpochMilli())
            // The service includes events of the end time itself.
            .endTime(hour.end().toEpochMilli() - 1)
            .nextToken(token);
    request.streamPrefix().ifPresent(ask::logStreamNamePrefix);
    return request.group().startsWith("arn:")
        ? ask.logGroupIdentifier(request.group()).build()
        : ask.logGroupName(request.group()).build();
  }

  private void keep(Hour hour, int page, FilterLogEventsResponse response, Collecting collecting)
      throws IOException {
    byte[] bytes = raw.bytes();
    collecting.keep(
        new SourceObject(
            uri(hour, page),
            name(hour, page),
            bytes.length,
            null,
            "",
            Optional.empty(),
            Map.of(
                "events",
                String.valueOf(response.events().size()),
                "last_page",
                String.valueOf(response.nextToken() == null),
                "clock_offset",
                server.words())),
        () -> new ByteArrayInputStream(bytes));
  }

  private String uri(Hour hour, int page) {
    return hourUri(hour) + page;
  }

  private String hourUri(Hour hour) {
    return "%s?begin=%s&end=%s%s&page="
        .formatted(
            uri(),
            hour.begin(),
            hour.end(),
            request.streamPrefix().map(p -> "&streams=" + p).orElse(""));
  }

  private String name(Hour hour, int page) {
    return "cloudwatch/%s/%s/%s%s/page-%06d.json"
        .formatted(
            access.chosenRegion(),
            request.group().replace('/', '_'),
            MINUTE.format(hour.begin()),
            request.streamPrefix().map(p -> "-" + p.replace('/', '_')).orElse(""),
            page);
  }

  /** Nothing where the hour is in the case whole. */
  private Optional<Position> position(Hour hour, Path folder, List<KeptObject> before)
      throws IOException {
    String prefix = hourUri(hour);
    List<KeptObject> pages = before.stream().filter(o -> o.uri().startsWith(prefix)).toList();
    if (pages.isEmpty()) {
      return Optional.of(new Position(1, null));
    }
    JsonNode last = JSON.readTree(Files.readAllBytes(folder.resolve(pages.getLast().path())));
    return last.hasNonNull("nextToken")
        ? Optional.of(new Position(pages.size() + 1, last.path("nextToken").asText()))
        : Optional.empty();
  }
}
