package io.flowproof.lake.ledger;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name that keeps a state of a lake: no command removes the state's files while it is there. The
 * tables have a tag of the same name, for other engines.
 *
 * @param name begins with a letter
 * @param snapshot the state's number
 * @param at when it was given
 * @param heldBy whose hold it is, in words for people; null for a tag that anybody may take away
 */
public record LakeTag(String name, long snapshot, Instant at, @Nullable String heldBy) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

  /**
   * True for what can be a tag's name: it begins with a letter, so that it is no number or time.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
