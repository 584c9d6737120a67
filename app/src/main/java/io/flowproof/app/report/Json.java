package io.flowproof.app.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.flowproof.query.ResultValue.JsonText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text of plain values: Boolean, Number, String, Instant (ISO 8601), Iterable, Map with text
 * keys, {@link JsonText}, null. Keys keep their order; what JSON has no number for is text.
 */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** On one line. */
  public static String line(@Nullable Object value) {
    StringWriter text = new StringWriter();
    write(text, value, null);
    return text.toString();
  }

  /** An object of names and values in turn, in this order. */
  public static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }

  /** On many lines, indented by two. */
  static String pretty(@Nullable Object value) {
    StringWriter text = new StringWriter();
    write(text, value, indenting());
    return text.toString();
  }

  /** The same, and a line's end, written as it is made: an Iterable need not be in memory. */
  static void pretty(@Nullable Object value, PrintStream out) {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    write(writer, value, indenting());
    out.print("\n");
  }

  private static DefaultPrettyPrinter indenting() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }

  private static void write(
      Writer text, @Nullable Object value, @Nullable DefaultPrettyPrinter printer) {
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      if (printer != null) {
        generator.setPrettyPrinter(printer);
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator to, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> to.writeNull();
      case Boolean truth -> to.writeBoolean(truth);
      case Integer number -> to.writeNumber(number);
      case Long number -> to.writeNumber(number);
      case BigInteger number -> to.writeNumber(number);
      case BigDecimal number -> to.writeNumber(number);
      case Double number when Double.isFinite(number) -> to.writeNumber(number);
      case JsonText json -> to.writeRawValue(json.text());
      case Iterable<?> list -> {
        to.writeStartArray();
        for (Object element : list) {
          write(to, element);
        }
        to.writeEndArray();
      }
      case Map<?, ?> map -> {
        to.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.writeFieldName(String.valueOf(entry.getKey()));
          write(to, entry.getValue());
        }
        to.writeEndObject();
      }
      case Instant instant -> to.writeString(instant.toString());
      case Object other -> to.writeString(other.toString());
    }
  }
}
