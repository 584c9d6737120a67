package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlType;
import java.util.List;

/** {@code tostring()} and its kin. */
final class ConversionFunctions {
  private ConversionFunctions() {}

  static List<ScalarFunction> all() {
    return List.of(
        to("tostring", KqlType.STRING, "The value as text; a null as the empty text"),
        to("toint", KqlType.INT, "The value as an int, fractions cut off, or null"),
        to("tolong", KqlType.LONG, "The value as a long, fractions cut off, or null"),
        to("toreal", KqlType.REAL, "The value as a real, or null"),
        to("todouble", KqlType.REAL, "The same as toreal()"),
        to("tobool", KqlType.BOOL, "The value as a bool, or null"),
        to("toboolean", KqlType.BOOL, "The same as tobool()"),
        to("todatetime", KqlType.DATETIME, "The datetime that the text says, or null"),
        to("totimespan", KqlType.TIMESPAN, "The timespan that the text says, or null"),
        to("toguid", KqlType.GUID, "The guid that the text says, or null"),
        json("parsejson"),
        json("toobject"),
        new ScalarFunction(
            "todecimal",
            "(value)",
            1,
            1,
            "The value as a number, or null; decimals are computed as reals, to 15 digits",
            c -> c.conversions().to(KqlType.REAL, c.argument(0))),
        json("todynamic"),
        json("parse_json"));
  }

  private static ScalarFunction to(String name, KqlType type, String about) {
    return new ScalarFunction(
        name, "(value)", 1, 1, about, c -> c.conversions().to(type, c.argument(0)));
  }

  private static ScalarFunction json(String name) {
    return new ScalarFunction(
        name,
        "(text)",
        1,
        1,
        "What the JSON says; text that is no JSON is a JSON string",
        c -> {
          Scalar value = c.argument(0);
          return value.type() == KqlType.STRING
              ? c.conversions().parsedJson(value)
              : c.conversions().json(value);
        });
  }
}
