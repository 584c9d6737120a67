package io.flowproof.detection.proof;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads and writes {@code proof.json}: the records of this package, a member for each component,
 * constants in small letters, times in ISO 8601. Every member is written, null where it is null.
 */
public final class ProofFile {
  /** Reads and writes any record of this package. */
  static final JsonMapper MAPPER = mapper();

  private ProofFile() {}

  private static JsonMapper mapper() {
    SimpleModule times = new SimpleModule();
    times.addSerializer(Instant.class, ToStringSerializer.instance);
    times.addDeserializer(Instant.class, new InstantReader());
    return JsonMapper.builder()
        .addModule(times)
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** The text of the file. */
  public static String print(Proof proof) {
    return text(proof);
  }

  /** The text of one rule's part of the file. */
  public static String print(RuleProof proof) {
    return text(proof);
  }

  private static String text(Record record) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(record) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidProofException when it is not a proof of this version
   * @throws IOException when it cannot be read
   */
  public static Proof read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws InvalidProofException when it is not a proof of this version
   */
  public static Proof parse(String name, String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      JsonNode version = tree.path("version");
      if (!version.isInt()) {
        throw new InvalidProofException(name + " is not a proof: it has no version", null);
      }
      if (version.intValue() != Proof.VERSION) {
        throw new InvalidProofException(
            "%s has version %d of the proof's format (this program reads version %d)"
                .formatted(name, version.intValue(), Proof.VERSION),
            null);
      }
      // From the text, not from the tree, so that messages know the place.
      return MAPPER.readValue(text, Proof.class);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
      throw new InvalidProofException(name + place + ": not a proof: " + message(e), e);
    }
  }

  /**
   * Reads one rule's part.
   *
   * @param name what messages call it
   * @throws InvalidProofException when it is none of this version
   */
  public static RuleProof parseRule(String name, String text) {
    try {
      return MAPPER.readValue(text, RuleProof.class);
    } catch (JsonProcessingException e) {
      throw new InvalidProofException(name + ": not a rule's proof: " + message(e), e);
    }
  }

  /** The library's sentence, without the names of its settings. */
  private static String message(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceFirst(" \\(index \\d+\\); `.*", "")
        .replace("Missing creator property", "Missing member");
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return Instant.parse(parser.getText());
      } catch (DateTimeException e) {
        return (Instant)
            context.handleWeirdStringValue(Instant.class, parser.getText(), "a time in ISO 8601");
      }
    }
  }
}
