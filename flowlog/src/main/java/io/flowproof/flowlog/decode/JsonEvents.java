package io.flowproof.flowlog.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flow-log lines inside JSON, read as a stream. Known are, one or several after another with or
 * without line breaks, or in an array:
 *
 * <ul>
 *   <li>{@code {"events": [{"message": …}]}}: {@code aws logs filter-log-events} and {@code
 *       get-log-events} (CloudWatch Logs API);
 *   <li>{@code {"messageType": …, "logEvents": [{"message": …}]}}: the envelope of a subscription
 *       filter; a {@code CONTROL_MESSAGE} is counted and holds no events;
 *   <li>{@code {"message": …}}: a Firehose record;
 *   <li>{@code {"event": …}}, the event a line or an object with a {@code message}: an event of
 *       Splunk's HTTP Event Collector;
 *   <li>{@code {"requestId": …, "records": [{"data": …}]}}: a delivery of Firehose to an HTTP
 *       endpoint, each record in base64 lines or JSON again, plain or gzip.
 * </ul>
 *
 * <p>An event without a message, and a value that is none of these, is a rejected line. Where the
 * JSON itself is broken there is one rejected line that says where, the damage is named, and
 * reading goes on at the next line that begins with an object, if there is one.
 */
final class JsonEvents {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /** How much of an envelope is held back until its type is known. */
  private static final int MOST_HELD_EVENTS = 10_000;

  private static final Problem NO_MESSAGE =
      new Problem(RejectKind.MALFORMED_JSON, "the event has no message");
  private static final Problem NO_EVENT =
      new Problem(RejectKind.MALFORMED_JSON, "the JSON value holds no flow-log event");
  private static final Problem NO_DATA =
      new Problem(RejectKind.MALFORMED_JSON, "the record has no data in base64");

  private final LineSink decoder;
  private final ObjectTally tally;
  private byte[] line = new byte[1024];
  private @Nullable DeliveredRecord record;
  private long records;

  JsonEvents(LineSink decoder, ObjectTally tally) {
    this.decoder = decoder;
    this.tally = tally;
  }

  /** Decodes the source to its end. */
  void decode(ByteSource source) {
    Stream stream = new Stream(source);
    while (!stream.isEnded()) {
      long start = stream.given();
      try (JsonParser parser = FACTORY.createParser(stream)) {
        decode(parser, stream, start);
      } catch (IOException e) {
        throw new IllegalStateException("A parser of bytes in memory cannot fail to close", e);
      }
    }
  }

  private void decode(JsonParser parser, Stream stream, long start) throws IOException {
    try {
      while (parser.nextToken() != null) {
        value(parser);
      }
      stream.end();
    } catch (IOException e) {
      // What is thrown tells of the JSON: the source itself does not throw.
      long place = start + Math.max(0, parser.currentLocation().getByteOffset());
      decoder.broken(problem(e, place, stream), new byte[0]);
      ByteArrayOutputStream unread = new ByteArrayOutputStream();
      parser.releaseBuffered(unread);
      stream.giveBack(unread.toByteArray());
      stream.toNextLineOfObject();
      if (stream.isEnded()) {
        tally.damage("JSON is broken near byte " + place + ", and nothing after it was read");
      } else {
        tally.damage(
            "JSON is broken near byte " + place + ", and read on at byte " + stream.given());
      }
    }
  }

  private static Problem problem(IOException e, long place, Stream stream) {
    if (e instanceof JsonEOFException) {
      boolean cut = stream.source.isCut();
      String where = cut ? "" : ": the JSON ends too early, at byte " + place;
      return new Problem(RejectKind.TRUNCATED, "truncated" + where);
    }
    String text = e instanceof JsonProcessingException p ? p.getOriginalMessage() : e.getMessage();
    String message = String.valueOf(text).lines().findFirst().orElse("");
    return new Problem(
        RejectKind.MALFORMED_JSON, "malformed JSON near byte " + place + ": " + message);
  }

  private void value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        object(parser);
      }
    } else {
      object(parser);
    }
  }

  /** Reads an envelope, a page of events or a single event. */
  private void object(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      decoder.broken(NO_EVENT, new byte[0]);
      return;
    }
    Envelope envelope = new Envelope();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("message") && token == JsonToken.VALUE_STRING) {
        envelope.known = true;
        message(parser);
      } else if (name.equals("messageType") && token == JsonToken.VALUE_STRING) {
        envelope.type(parser.getText());
      } else if (name.equals("events") && token == JsonToken.START_ARRAY) {
        envelope.known = true;
        events(parser, null);
      } else if (name.equals("logEvents") && token == JsonToken.START_ARRAY) {
        envelope.known = true;
        events(parser, envelope);
      } else if (name.equals("event") && token == JsonToken.VALUE_STRING) {
        envelope.known = true;
        message(parser);
      } else if (name.equals("event") && token == JsonToken.START_OBJECT) {
        envelope.known = event(parser, null);
      } else if (name.equals("records") && token == JsonToken.START_ARRAY) {
        envelope.known = true;
        records(parser);
      } else {
        parser.skipChildren();
      }
    }
    envelope.end();
  }

  private void events(JsonParser parser, @Nullable Envelope envelope) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean found = false;
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
      } else {
        found = event(parser, envelope);
      }
      if (!found && (envelope == null || !envelope.control)) {
        decoder.broken(NO_MESSAGE, new byte[0]);
      }
    }
  }

  private boolean event(JsonParser parser, @Nullable Envelope envelope) throws IOException {
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean message = parser.currentName().equals("message");
      if (parser.nextToken() == JsonToken.VALUE_STRING && message && !found) {
        found = true;
        if (envelope == null || envelope.isData()) {
          message(parser);
        } else if (!envelope.control) {
          envelope.hold(parser.getText());
        }
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private void records(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      records++;
      boolean found = false;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean data = parser.currentName().equals("data");
          if (parser.nextToken() == JsonToken.VALUE_STRING && data && !found) {
            found = true;
            data(parser);
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
      if (!found) {
        decoder.broken(NO_DATA, new byte[0]);
      }
    }
  }

  private void data(JsonParser parser) throws IOException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(parser.getText());
    } catch (IllegalArgumentException e) {
      decoder.broken(NO_DATA, new byte[0]);
      tally.damage("record " + records + " is no base64");
      return;
    }
    if (record == null) {
      record = new DeliveredRecord(decoder, new JsonEvents(decoder, tally)::decode);
    }
    long number = records;
    record.decode(bytes, damage -> tally.damage("record " + number + ": " + damage));
  }

  private void message(JsonParser parser) throws IOException {
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    if (line.length < length + TextLines.SPARE) {
      line = new byte[2 * length + TextLines.SPARE];
    }
    for (int i = 0; i < length; i++) {
      char c = text[from + i];
      if (c >= 0x80) {
        message(new String(text, from, length));
        return;
      }
      line[i] = (byte) c;
    }
    decoder.event(line, 0, length);
  }

  private void message(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (line.length < bytes.length + TextLines.SPARE) {
      line = new byte[2 * bytes.length + TextLines.SPARE];
    }
    System.arraycopy(bytes, 0, line, 0, bytes.length);
    decoder.event(line, 0, bytes.length);
  }

  /** What is known of an object so far; its type may come after its events. */
  private final class Envelope {
    private final List<String> held = new ArrayList<>();
    private long heldLength;
    private boolean typed;
    private boolean known;
    private boolean control;

    void type(String type) {
      typed = true;
      known = true;
      control = type.equals("CONTROL_MESSAGE");
      if (control) {
        tally.controlMessages++;
        held.clear();
      } else {
        release();
      }
    }

    boolean isData() {
      return typed && !control;
    }

    void hold(String message) {
      held.add(message);
      heldLength += message.length();
      // Longer than any envelope of the service: not a control message.
      if (held.size() > MOST_HELD_EVENTS || heldLength > LineDecoder.LONGEST_LINE * 8L) {
        typed = true;
        release();
      }
    }

    private void release() {
      held.forEach(JsonEvents.this::message);
      held.clear();
    }

    void end() {
      release();
      if (!known) {
        decoder.broken(NO_EVENT, new byte[0]);
      }
    }
  }

  /** A source as the stream that a parser reads, and after it perhaps another parser. */
  private static final class Stream extends InputStream {
    private final ByteSource source;
    private byte[] back = new byte[0];
    private int backAt;
    private long given;
    private boolean ended;
    private byte[] block = back;
    private int blockStart;
    private int blockEnd;
    private boolean atLine;

    Stream(ByteSource source) {
      this.source = source;
    }

    /** How many bytes were given and not given back. */
    long given() {
      return given;
    }

    boolean isEnded() {
      return ended;
    }

    void end() {
      ended = true;
    }

    void giveBack(byte[] bytes) {
      byte[] rest = Arrays.copyOfRange(back, backAt, back.length);
      back = Arrays.copyOf(bytes, bytes.length + rest.length);
      System.arraycopy(rest, 0, back, bytes.length, rest.length);
      backAt = 0;
      given -= bytes.length;
      int before = blockEnd - bytes.length - 1;
      atLine = before >= blockStart && block[before] == '\n';
    }

    /** Goes to the next line that begins with an object, or to the end. */
    void toNextLineOfObject() {
      byte[] bytes = new byte[8192];
      boolean lineStart = atLine;
      int count = read(bytes, 0, bytes.length);
      while (count >= 0) {
        for (int i = 0; i < count; i++) {
          if (lineStart && bytes[i] == '{') {
            giveBack(Arrays.copyOfRange(bytes, i, count));
            return;
          }
          lineStart = bytes[i] == '\n';
        }
        count = read(bytes, 0, bytes.length);
      }
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int at, int length) {
      if (length == 0) {
        return 0;
      }
      int count;
      if (backAt < back.length) {
        count = Math.min(length, back.length - backAt);
        System.arraycopy(back, backAt, bytes, at, count);
        backAt += count;
      } else {
        count = ended ? -1 : source.read(bytes, at, length);
      }
      ended = count < 0;
      block = bytes;
      blockStart = at;
      blockEnd = at + Math.max(0, count);
      given += Math.max(0, count);
      return count;
    }
  }
}
