package io.flowproof.simulate.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Writes what is known to be an attack, an object of JSON a line, beside the logs. */
public final class TruthFile implements AutoCloseable {
  /** The file's name. */
  public static final String NAME = "truth.ndjson";

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;
  private long lines;

  /** Creates the file in that folder. */
  public TruthFile(Path folder) throws IOException {
    Files.createDirectories(folder);
    json = JSON.createGenerator(Files.newBufferedWriter(folder.resolve(NAME)));
    json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
  }

  /** Writes a line; values are texts, numbers and instants. */
  public void write(Map<String, ?> values) {
    try {
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
      lines++;
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
      if (lines > 0) {
        json.writeRaw('\n');
      }
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
