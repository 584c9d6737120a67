package io.flowproof.simulate.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.RecordSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as {@code aws logs filter-log-events} prints them, a file for every page of at
 * most 10,000 events, a folder for every flow log. A log stream is an interface; {@code timestamp}
 * is the record's start, {@code ingestionTime} when CloudWatch Logs would have got it. There is no
 * header: who reads needs the log format.
 */
public final class CloudWatchEvents implements RecordSink {
  private static final int PAGE = 10_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final Path folder;
  private final Delivery delivery;
  private final IdentityHashMap<FlowLog, Pages> pages = new IdentityHashMap<>();

  /** A sink that writes below a folder. */
  public CloudWatchEvents(Path folder, Delivery delivery) {
    this.folder = folder;
    this.delivery = delivery;
  }

  @Override
  public void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records) {
    Pages events = pages.computeIfAbsent(log, Pages::new);
    long arrival = windowEnd + delivery.toCloudWatch(point.id(), windowEnd);
    try {
      for (FlowRecord record : records) {
        events.write(point, record, arrival / 1000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (Pages events : pages.values()) {
        events.end(null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pages of a flow log, of which one is open. */
  private final class Pages {
    private final FlowLog log;
    private final LineWriter writer;
    private @Nullable JsonGenerator page;
    private int number;
    private int events;
    private long all;

    Pages(FlowLog log) {
      this.log = log;
      this.writer = new LineWriter(log.format());
    }

    void write(RecordingPoint point, FlowRecord record, long arrivalMillis) throws IOException {
      if (events == PAGE) {
        end("page-%06d".formatted(number + 1));
      }
      JsonGenerator json = page();
      writer.clear();
      writer.write(record);
      json.writeStartObject();
      json.writeStringField("logStreamName", point.id() + "-all");
      json.writeNumberField("timestamp", record.startSeconds() * 1000);
      json.writeStringField(
          "message", new String(writer.bytes(), 0, writer.length() - 1, StandardCharsets.UTF_8));
      json.writeNumberField("ingestionTime", arrivalMillis);
      json.writeStringField("eventId", "%020d%036d".formatted(arrivalMillis, all++));
      json.writeEndObject();
      events++;
    }

    private JsonGenerator page() throws IOException {
      JsonGenerator json = page;
      if (json == null) {
        Path file = folder.resolve(log.id()).resolve("events-%06d.json".formatted(++number));
        Files.createDirectories(file.getParent());
        json = JSON.createGenerator(Files.newBufferedWriter(file));
        json.writeStartObject();
        json.writeArrayFieldStart("events");
        page = json;
      }
      return json;
    }

    void end(@Nullable String nextToken) throws IOException {
      JsonGenerator json = page;
      if (json != null) {
        json.writeEndArray();
        json.writeArrayFieldStart("searchedLogStreams");
        json.writeEndArray();
        if (nextToken != null) {
          json.writeStringField("nextToken", nextToken);
        }
        json.writeEndObject();
        json.close();
      }
      page = null;
      events = 0;
    }
  }
}
