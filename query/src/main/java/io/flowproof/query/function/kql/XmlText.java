package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * {@code parse_xml()}: elements become members, attributes members that begin with {@code @}, text
 * beside others {@code #text}, elements of one name an array (Kusto documentation, parse_xml()).
 * Entities outside of the text are not read.
 */
final class XmlText {
  private static final int MOST_DEPTH = 200;
  private static final XMLInputFactory FACTORY = factory();

  private XmlText() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /** The document as a bag, or null where it is no XML or too long. */
  static @Nullable JsonNode read(String text) {
    if (text.isBlank() || text.length() > Json.MOST_LETTERS) {
      return null;
    }
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
      ObjectNode root = null;
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          root = Json.bag();
          String name = name(reader);
          root.set(name, element(reader, 0));
        }
      }
      return root;
    } catch (XMLStreamException e) {
      return null;
    }
  }

  private static String name(XMLStreamReader reader) {
    String prefix = reader.getPrefix();
    return prefix == null || prefix.isEmpty()
        ? reader.getLocalName()
        : prefix + ":" + reader.getLocalName();
  }

  private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > MOST_DEPTH) {
      throw new XMLStreamException("Nested too deeply");
    }
    ObjectNode members = Json.bag();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      members.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = name(reader);
          add(members, name, element(reader, depth + 1));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return value(members, text.toString().strip());
        }
        default -> {}
      }
    }
  }

  private static JsonNode value(ObjectNode members, String text) {
    if (members.isEmpty()) {
      return text.isEmpty() ? Json.ofNull() : Json.of(text);
    }
    if (!text.isEmpty()) {
      members.put("#text", text);
    }
    return members;
  }

  private static void add(ObjectNode members, String name, JsonNode value) {
    JsonNode known = members.get(name);
    if (known == null) {
      members.set(name, value);
    } else if (known instanceof ArrayNode array) {
      array.add(value);
    } else {
      members.set(name, Json.array().add(known).add(value));
    }
  }
}
