package io.flowproof.detection.pack.lint;

import java.util.regex.Pattern;

/** Looks for a name as a whole word. */
final class Words {
  private Words() {}

  static boolean contains(String text, String name) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "(?![\\w.])").matcher(text).find();
  }
}
