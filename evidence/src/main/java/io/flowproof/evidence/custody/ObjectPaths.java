package io.flowproof.evidence.custody;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * File names for names of objects, which may hold anything: no name leads out of the folder, and no
 * two names give one path. Segments keep their text; {@code %} and what is dangerous in a file name
 * are percent-encoded.
 */
final class ObjectPaths {
  private static final int LONGEST = 200;
  private static final String FORBIDDEN = "%\\:*?\"<>|";

  private ObjectPaths() {}

  /** A path with slashes, relative, for any name. */
  static String of(String name) {
    return Arrays.stream(name.split("/", -1))
        .map(ObjectPaths::segment)
        .collect(Collectors.joining("/"));
  }

  private static String segment(String text) {
    if (text.isEmpty()) {
      return "%"; // No encoded text is a lone percent sign.
    }
    if (text.equals(".") || text.equals("..")) {
      return text.replace(".", "%2E");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f || FORBIDDEN.indexOf(c) >= 0) {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else {
        out.append(c);
      }
    }
    String encoded = out.toString();
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST) {
      return encoded;
    }
    // A lone surrogate or a very long name: the hash keeps it apart from others.
    String head = encoded.substring(0, Math.min(encoded.length(), LONGEST / 4));
    return head + "%~" + Sha256.of(bytes);
  }
}
