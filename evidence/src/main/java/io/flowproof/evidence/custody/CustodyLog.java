package io.flowproof.evidence.custody;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log of a case: JSON, one entry a line. Each entry has the SHA-256 of the line
 * before it, so that no line can be changed, left out or put in without all after it changing. An
 * entry is on disk when {@link #append} returns. One writer at a time; the lock goes with the
 * process.
 */
final class CustodyLog implements Closeable {
  static final String NAME = "custody.ndjson";
  static final String FIRST_PREVIOUS = "0".repeat(64);
  static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel channel;
  private final Actor actor;
  private long number;
  private String head;

  private CustodyLog(FileChannel channel, Actor actor, long number, String head) {
    this.channel = channel;
    this.actor = actor;
    this.number = number;
    this.head = head;
  }

  /**
   * Opens the log for writing, and takes away an entry at its end that a crash cut off, which it
   * then says in an entry of its own.
   *
   * @throws InvalidCaseException if another process writes, or the chain does not hold
   */
  static CustodyLog open(Path folder, Actor actor) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      lock(channel, folder);
      CustodyRecord record = CustodyRecord.read(folder);
      if (!record.problems().isEmpty()) {
        throw new InvalidCaseException(
            folder + " cannot be written to: " + record.problems().getFirst().message());
      }
      channel.truncate(record.wholeBytes());
      channel.position(record.wholeBytes());
      CustodyLog log = new CustodyLog(channel, actor, record.entries().size(), record.head());
      if (!record.cutOff().isEmpty()) {
        log.append(Action.RECOVERED, e -> e.put("cut_off", record.cutOff()));
      }
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path folder) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new InvalidCaseException(
          folder + " is being written by another process (wait until it is done)");
    }
  }

  /** Adds an entry; {@code body} adds to what every entry has. */
  synchronized void append(Action action, Consumer<ObjectNode> body) throws IOException {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("entry", number + 1);
    entry.put("time", actor.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString());
    entry.put("action", action.name().toLowerCase(Locale.ROOT));
    entry.put("operator", actor.operator());
    entry.put("tool", actor.tool());
    body.accept(entry);
    entry.put("previous", head);
    byte[] line = bytes(entry);
    ByteBuffer buffer = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(false);
    number++;
    head = Sha256.of(line);
  }

  private static byte[] bytes(JsonNode entry) {
    try {
      return JSON.writeValueAsString(entry).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An entry cannot be written as JSON", e);
    }
  }

  /** The hash of the last entry. */
  synchronized String head() {
    return head;
  }

  /** How many entries there are. */
  synchronized long entries() {
    return number;
  }

  Actor actor() {
    return actor;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
