package io.flowproof.detection.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A map or list of a document that passed its schema, with its place, so that what a schema cannot
 * say is reported at the right line.
 */
record Section(YamlDocument document, Diagnostics diagnostics, String pointer) {

  /** The section under that key; {@link #exists} says whether it is there. */
  Section at(String name) {
    return new Section(document, diagnostics, YamlDocument.member(pointer, name));
  }

  /** The entries of a list; none when there is no list. */
  List<Section> entries() {
    List<Section> entries = new ArrayList<>();
    if (node().isArray()) {
      for (int i = 0; i < node().size(); i++) {
        entries.add(new Section(document, diagnostics, pointer + "/" + i));
      }
    }
    return entries;
  }

  /** The entries of a list of texts. */
  List<String> texts() {
    return entries().stream().map(Section::text).toList();
  }

  /** The names of a map, in their order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node().fieldNames().forEachRemaining(names::add);
    return names;
  }

  JsonNode node() {
    return document.root().at(pointer);
  }

  boolean exists() {
    return !node().isMissingNode();
  }

  /** The value as text, without the white space around it. */
  String text() {
    return node().asText().strip();
  }

  /** The text under that key, or null. */
  @Nullable String optional(String name) {
    return at(name).exists() ? at(name).text() : null;
  }

  /** The text under that key, or another. */
  String text(String name, String otherwise) {
    String text = optional(name);
    return text == null ? otherwise : text;
  }

  /** The UTC time under that key, or another; one that does not exist is reported. */
  Instant instant(String name, Instant otherwise) {
    if (!at(name).exists()) {
      return otherwise;
    }
    try {
      return Instant.parse(at(name).text());
    } catch (DateTimeException e) {
      at(name).invalid("must be a time that exists, such as " + otherwise);
      return otherwise;
    }
  }

  /** The constant that the schema's enum names. */
  <E extends Enum<E>> E constant(String name, Class<E> type) {
    return Enum.valueOf(type, at(name).text().toUpperCase(Locale.ROOT));
  }

  /** Reports that the value here is wrong, and what would be right. */
  void invalid(String right) {
    diagnostics.error(
        ErrorCode.INVALID_RULE,
        document.value(pointer),
        "Invalid %s: %s".formatted(SchemaCheck.name(pointer), text()),
        right);
  }

  /** Reports something else, at the key here. */
  void error(String message, @Nullable String hint) {
    diagnostics.error(ErrorCode.INVALID_RULE, document.key(pointer), message, hint);
  }

  /** The flow field of that column, or null after a report. */
  @Nullable FlowLogField flowField() {
    String column = text();
    List<String> columns = Arrays.stream(FlowLogField.values()).map(f -> f.columnName()).toList();
    for (FlowLogField field : FlowLogField.values()) {
      if (field.columnName().equals(column)) {
        return field;
      }
    }
    diagnostics.error(
        ErrorCode.UNKNOWN_COLUMN,
        document.value(pointer),
        "Unknown column of the flow table: " + column,
        Suggestion.didYouMean(column, columns));
    return null;
  }
}
