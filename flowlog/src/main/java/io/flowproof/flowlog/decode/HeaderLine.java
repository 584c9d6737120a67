package io.flowproof.flowlog.decode;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.schema.FlowLogField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a header from a record: a header names at least two known fields (or only known ones, for a
 * format of one field), and none of its words is a number, an address or {@code -}. Names are
 * written as AWS writes them; unknown ones beside the known are fields of a version to come.
 */
final class HeaderLine {
  private static final int LONGEST_NAME = 100;

  private HeaderLine() {}

  /** The names of the header in {@code bytes[from..to)}, or null when that is none. */
  static @Nullable List<String> names(byte[] bytes, int from, int to) {
    // Field names begin with a letter: the quick way out for records.
    if (from == to || !Character.isLetter(bytes[from] & 0x7f)) {
      return null;
    }
    List<String> words =
        List.of(new String(bytes, from, to - from, StandardCharsets.UTF_8).split(" ", -1));
    AddressReader address = new AddressReader();
    int known = 0;
    for (String word : words) {
      if (FlowLogField.find(word) != null) {
        known++;
      } else if (!isName(word) || address.read(word)) {
        return null;
      }
    }
    return known >= 2 || known == words.size() ? words : null;
  }

  private static boolean isName(String word) {
    boolean printable = word.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return printable
        && !word.isEmpty()
        && word.length() <= LONGEST_NAME
        && !word.matches("-|[+-]?[0-9.]+");
  }
}
