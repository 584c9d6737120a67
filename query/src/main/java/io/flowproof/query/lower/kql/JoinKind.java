package io.flowproof.query.lower.kql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.JoinRelType;

/** The kinds of {@code join}, and the relational join that each one is. */
enum JoinKind {
  /** The default: of the left rows with equal keys one is taken. */
  INNERUNIQUE(JoinRelType.INNER, false, "innerunique"),
  /** All pairs. */
  INNER(JoinRelType.INNER, false, "inner"),
  /** All pairs, and left rows without a partner. */
  LEFTOUTER(JoinRelType.LEFT, false, "leftouter"),
  /** All pairs, and right rows without a partner. */
  RIGHTOUTER(JoinRelType.RIGHT, false, "rightouter"),
  /** All pairs, and rows of both sides without a partner. */
  FULLOUTER(JoinRelType.FULL, false, "fullouter"),
  /** Left rows with a partner. */
  LEFTSEMI(JoinRelType.SEMI, false, "leftsemi"),
  /** Left rows without a partner. */
  LEFTANTI(JoinRelType.ANTI, false, "leftanti", "anti", "leftantisemi"),
  /** Right rows with a partner. */
  RIGHTSEMI(JoinRelType.SEMI, true, "rightsemi"),
  /** Right rows without a partner. */
  RIGHTANTI(JoinRelType.ANTI, true, "rightanti", "rightantisemi");

  private final JoinRelType type;
  private final boolean keepsRight;
  private final List<String> words;

  JoinKind(JoinRelType type, boolean keepsRight, String... words) {
    this.type = type;
    this.keepsRight = keepsRight;
    this.words = List.of(words);
  }

  /** The kind of that word. */
  static Optional<JoinKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.words.contains(word)).findFirst();
  }

  /** All words, as the documentation has them. */
  static List<String> allWords() {
    return Arrays.stream(values()).flatMap(kind -> kind.words.stream()).toList();
  }

  /** As it is usually written. */
  String word() {
    return words.getFirst();
  }

  JoinRelType type() {
    return type;
  }

  /** True when rows of one side come out, without the other side's columns. */
  boolean isOneSided() {
    return type == JoinRelType.SEMI || type == JoinRelType.ANTI;
  }

  /** True when that side is the right one. */
  boolean keepsRight() {
    return keepsRight;
  }

  /** True when left columns may lack a row. */
  boolean leftMayLack() {
    return type.generatesNullsOnLeft();
  }

  /** True when right columns may lack a row. */
  boolean rightMayLack() {
    return type.generatesNullsOnRight();
  }
}
