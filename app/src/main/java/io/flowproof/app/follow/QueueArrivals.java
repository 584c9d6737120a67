package io.flowproof.app.follow;

import io.flowproof.app.follow.Spool.Fetched;
import io.flowproof.app.follow.Spool.Wanted;
import io.flowproof.aws.sqs.NotificationQueue;
import io.flowproof.aws.sqs.NotificationQueue.Message;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Objects that a queue names. A message is deleted when all its objects are committed, and not
 * before; one that cannot be served stays, comes again, and ends where the queue's own redrive
 * policy sends it.
 */
public final class QueueArrivals implements Arrivals {
  /** How long a message is hidden: fetching and one commit fit in with room. */
  public static final Duration HIDDEN = Duration.ofMinutes(5);

  private static final int MOST_MESSAGES = 200;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  private final NotificationQueue queue;
  private final Spool spool;
  private final Consumer<String> failed;
  private final Duration gather;
  private final List<Work> work = new ArrayList<>();

  /**
   * Of one queue.
   *
   * @param failed told of messages and objects that cannot be used; they come again
   * @param gather how long messages are gathered for one commit
   */
  public QueueArrivals(
      NotificationQueue queue, Spool spool, Consumer<String> failed, Duration gather) {
    this.queue = queue;
    this.spool = spool;
    this.failed = failed;
    this.gather = gather;
  }

  /** A message, and the URIs that must be committed before it is deleted. */
  private record Work(Message message, Set<String> left) {}

  @Override
  public FoundObjects next(BooleanSupplier stop) throws IOException, InterruptedException {
    work.clear(); // Messages that were not served are shown again by the queue.
    receive(stop);
    Set<Wanted> wanted = new LinkedHashSet<>();
    for (Work one : work) {
      one.message()
          .notification()
          .objects()
          .forEach(created -> wanted.add(new Wanted(created.bucket(), created.key())));
    }
    Fetched fetched = spool.fetch(List.copyOf(wanted));
    fetched.problems().forEach(failed);
    Set<String> usable =
        fetched.found().files().stream().map(ObjectFile::name).collect(Collectors.toSet());
    Set<String> gone = fetched.failed().stream().map(Wanted::uri).collect(Collectors.toSet());
    for (Work one : work) { // What is no flow log needs no commit.
      one.left().removeIf(uri -> !usable.contains(uri) && !gone.contains(uri));
    }
    deleteServed();
    return fetched.found();
  }

  private void receive(BooleanSupplier stop) throws IOException {
    Instant end = Instant.MAX;
    Duration wait = FIRST_WAIT;
    while (!stop.getAsBoolean() && work.size() < MOST_MESSAGES && Instant.now().isBefore(end)) {
      List<Message> messages = queue.receive(wait);
      if (messages.isEmpty()) {
        return;
      }
      for (Message message : messages) {
        if (!message.notification().problem().isEmpty()) {
          failed.accept(message.notification().problem());
          continue; // It stays.
        }
        Set<String> uris = new HashSet<>();
        message.notification().objects().forEach(created -> uris.add(created.uri()));
        work.add(new Work(message, uris));
      }
      wait = Duration.ofSeconds(1);
      end = end.equals(Instant.MAX) ? Instant.now().plus(gather) : end;
    }
  }

  private void deleteServed() throws IOException {
    for (Work one : List.copyOf(work)) {
      if (one.left().isEmpty()) {
        queue.delete(one.message());
        work.remove(one);
      }
    }
  }

  @Override
  public void committed(List<ObjectFile> objects) throws IOException {
    for (ObjectFile object : objects) {
      work.forEach(one -> one.left().remove(object.name()));
      spool.release(object);
    }
    deleteServed();
  }

  @Override
  public void givenBack(List<ObjectFile> objects) throws IOException {
    for (ObjectFile object : objects) {
      spool.release(object);
    }
  }

  @Override
  public int waiting() {
    return work.size();
  }

  @Override
  public void close() throws IOException {
    queue.close();
    spool.close();
  }
}
