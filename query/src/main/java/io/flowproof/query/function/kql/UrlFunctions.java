package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.core.column.ColumnType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions that take addresses of resources and paths of files apart. */
final class UrlFunctions {
  private static final Pattern URL =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?"
              + "(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<host>\\[[^\\]]*]|[^:/?#]*)(?::(?<port>[0-9]*))?"
              + "/?(?<path>[^?#]*)(?:\\?(?<query>[^#]*))?(?:#(?<fragment>.*))?",
          Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://");
  private static final Pattern ROOT = Pattern.compile("([A-Za-z]:)[\\\\/]?");

  private UrlFunctions() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("parse_url", a -> url(a.text(0))),
        dynamic("parse_urlquery", a -> queryBag(a.text(0))),
        dynamic("parse_path", a -> path(a.text(0))),
        new JsonFunction("url_encode", ColumnType.TEXT, a -> encoded(a.text(0), "+")),
        new JsonFunction("url_encode_component", ColumnType.TEXT, a -> encoded(a.text(0), "%20")),
        new JsonFunction("url_decode", ColumnType.TEXT, a -> decoded(a.text(0))));
  }

  private static JsonNode url(String text) {
    ObjectNode parts = Json.bag();
    Matcher url = URL.matcher(text);
    boolean found = url.matches() && url.group("scheme") != null;
    put(parts, "Scheme", found ? url.group("scheme") : "");
    put(parts, "Host", found ? url.group("host") : "");
    put(parts, "Port", found ? url.group("port") : "");
    put(parts, "Path", found ? url.group("path") : "");
    put(parts, "Username", found ? url.group("user") : "");
    put(parts, "Password", found ? url.group("password") : "");
    parts.set("Query Parameters", found ? query(url.group("query")) : Json.bag());
    put(parts, "Fragment", found ? url.group("fragment") : "");
    return parts;
  }

  private static void put(ObjectNode bag, String name, @Nullable String value) {
    bag.put(name, value == null ? "" : value);
  }

  private static JsonNode queryBag(String text) {
    ObjectNode parts = Json.bag();
    parts.set("Query Parameters", query(text.startsWith("?") ? text.substring(1) : text));
    return parts;
  }

  private static ObjectNode query(@Nullable String text) {
    ObjectNode parameters = Json.bag();
    if (text == null || text.isEmpty()) {
      return parameters;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        parameters.put(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /** Letters, digits and {@code -_.!*()} as they are, all else as bytes of UTF-8. */
  private static String encoded(String text, String space) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 128 && (Character.isLetterOrDigit(c) || "-_.!*()".indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append(c == ' ' ? space : "%%%02x".formatted((int) c));
      }
    }
    return out.toString();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static JsonNode path(String text) {
    String rest = text;
    String scheme = "";
    Matcher schemeMatcher = SCHEME.matcher(rest);
    if (schemeMatcher.lookingAt()) {
      scheme = schemeMatcher.group(1);
      rest = rest.substring(schemeMatcher.end());
    }
    Matcher rootMatcher = ROOT.matcher(rest);
    String root = rootMatcher.lookingAt() ? rootMatcher.group(1) : "";
    int slash = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
    String directory = slash < 0 ? "" : rest.substring(0, slash);
    String file = rest.substring(slash + 1);
    String stream = "";
    int colon = file.indexOf(':');
    if (colon >= 0) {
      stream = file.substring(colon + 1);
      file = file.substring(0, colon);
    }
    int dot = file.lastIndexOf('.');
    ObjectNode parts = Json.bag();
    parts.put("Scheme", scheme);
    parts.put("RootPath", root);
    parts.put("DirectoryPath", directory);
    int last = Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\'));
    parts.put("DirectoryName", directory.equals(root) ? "" : directory.substring(last + 1));
    parts.put("Filename", file);
    parts.put("Extension", dot < 0 ? "" : file.substring(dot + 1));
    parts.put("AlternateDataStreamName", stream);
    return parts;
  }
}
