package io.flowproof.aws.sqs;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsException;
import io.flowproof.aws.AwsProblem;
import io.flowproof.aws.ServerClock;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A queue of S3 event notifications, sent by the bucket itself, over SNS or over EventBridge. A
 * message is hidden from others while it is worked on, and comes again when it was not deleted
 * until then: nothing is lost by a kill.
 */
public final class NotificationQueue implements AutoCloseable {
  private static final int MOST = 10;
  private static final Pattern AWS = Pattern.compile("^sqs\\.([a-z0-9-]+)\\.amazonaws\\.");

  private final SqsClient client;
  private final String url;
  private final Duration hidden;

  /**
   * Of one queue.
   *
   * @param url its URL, as {@code aws sqs get-queue-url} prints it
   * @param hidden how long others do not see a message that was received
   */
  public NotificationQueue(AwsAccess access, String url, Duration hidden, Clock clock) {
    this.client = access(access, url).client(SqsClient::builder, new ServerClock(clock));
    this.url = url;
    this.hidden = hidden;
  }

  /** A queue's URL says where it is asked, and in which region: not that of the bucket, perhaps. */
  private static AwsAccess access(AwsAccess access, String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw wrong(url);
    }
    if (uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw wrong(url);
    }
    Matcher host = AWS.matcher(uri.getRawAuthority());
    return new AwsAccess(
        host.find() ? Optional.of(host.group(1)) : access.region(),
        access.profile(),
        access.roleArn(),
        access.externalId(),
        Optional.of(URI.create(uri.getScheme() + "://" + uri.getRawAuthority())));
  }

  private static AwsException wrong(String url) {
    return new AwsException(
        "'%s' is no queue (must be its URL, as aws sqs get-queue-url prints it)".formatted(url));
  }

  /**
   * A message.
   *
   * @param receipt what it is deleted by
   * @param notification what it says
   */
  public record Message(String receipt, Notification notification) {}

  /**
   * Receives what waits there.
   *
   * @param wait how long to wait for a first message, whole seconds, 20 at most
   * @throws IOException if the queue does not answer
   */
  public List<Message> receive(Duration wait) throws IOException {
    try {
      return client
          .receiveMessage(
              r ->
                  r.queueUrl(url)
                      .maxNumberOfMessages(MOST)
                      .waitTimeSeconds((int) wait.toSeconds())
                      .visibilityTimeout((int) hidden.toSeconds()))
          .messages()
          .stream()
          .map(m -> new Message(m.receiptHandle(), Notification.of(m.body())))
          .toList();
    } catch (SdkException e) {
      throw failure(e, "sqs:ReceiveMessage");
    }
  }

  /**
   * What it says is done.
   *
   * @throws IOException if the queue does not answer; the message comes again then
   */
  public void delete(Message message) throws IOException {
    try {
      client.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receipt()));
    } catch (SdkException e) {
      throw failure(e, "sqs:DeleteMessage");
    }
  }

  private IOException failure(SdkException e, String permission) {
    return new IOException(url + ": " + AwsProblem.of(e, permission), e);
  }

  @Override
  public void close() {
    client.close();
  }
}
