package io.flowproof.simulate.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.flowproof.simulate.record.Period;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is known to be an attack, an object of JSON a line, beside the logs. */
public final class TruthFile implements AutoCloseable {
  /** The file's name. */
  public static final String NAME = "truth.ndjson";

  private static final JsonFactory JSON = new JsonFactory();
  private static final SerializedString SEPARATOR = new SerializedString("\n");

  private final @Nullable Path folder;
  private @Nullable JsonGenerator open;
  private long lines;

  /**
   * A file in that folder; without lines, there is no file.
   *
   * @param folder where, or null for counting lines only
   */
  public TruthFile(@Nullable Path folder) {
    this.folder = folder;
  }

  private JsonGenerator json(Path where) throws IOException {
    JsonGenerator json = open;
    if (json == null) {
      Files.createDirectories(where);
      json = JSON.createGenerator(Files.newBufferedWriter(where.resolve(NAME)));
      json.setRootValueSeparator(SEPARATOR);
      open = json;
    }
    return json;
  }

  /** Writes a line; values are texts, numbers and instants. */
  public void write(Map<String, ?> values) {
    lines++;
    if (folder == null) {
      return;
    }
    try {
      JsonGenerator json = json(folder);
      json.writeStartObject();
      for (Map.Entry<String, ?> value : values.entrySet()) {
        json.writeFieldName(value.getKey());
        switch (value.getValue()) {
          case Integer number -> json.writeNumber(number);
          case Long number -> json.writeNumber(number);
          case Instant instant -> json.writeString(instant.toString());
          case Object other -> json.writeString(other.toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An instant of so many microseconds. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, Period.SECOND), Math.floorMod(micros, Period.SECOND) * 1000);
  }

  /** How many lines were written. */
  public long lines() {
    return lines;
  }

  @Override
  public void close() {
    try {
      JsonGenerator json = open;
      if (json != null) {
        json.writeRaw('\n');
        json.close();
        open = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
