package io.flowproof.lake.ledger;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.lake.table.LakeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which state of a lake is meant: a number, a time (the state that held then), or a tag. */
public final class AsOf {
  private final List<LakeSnapshot> states;
  private final List<LakeTag> tags;

  /** Over the states and tags of a lake. */
  public AsOf(Ledger ledger) {
    states = ledger.snapshots();
    tags = ledger.tags();
  }

  /**
   * The state that is meant.
   *
   * @param text what the user said, or null for the latest
   * @return null for the latest of a lake without any
   * @throws LakeException with {@code DATA} where there is no such state, {@code SYNTAX} where the
   *     text means none
   */
  public @Nullable LakeSnapshot find(@Nullable String text) {
    if (text == null) {
      return states.isEmpty() ? null : states.getLast();
    }
    LakeSnapshot found;
    if (text.matches("\\d{1,18}")) {
      found = numbered(Long.parseLong(text));
    } else if (LakeTag.isName(text)) {
      found = tagged(text);
    } else {
      found = at(time(text));
    }
    if (found == null) {
      throw new LakeException(ErrorCode.DATA, missing(text));
    }
    return found;
  }

  private String missing(String text) {
    if (LakeTag.isName(text)) {
      return "The lake has no tag '%s' (%s)"
          .formatted(
              text,
              tags.isEmpty()
                  ? "it has none at all"
                  : "it has " + String.join(", ", tags.stream().map(LakeTag::name).toList()));
    }
    return "The lake has no snapshot for --as-of %s (%s)"
        .formatted(
            text,
            states.isEmpty()
                ? "it has none at all"
                : "it has %d to %d, from %s on"
                    .formatted(
                        states.getFirst().number(),
                        states.getLast().number(),
                        states.getFirst().at()));
  }

  private @Nullable LakeSnapshot numbered(long number) {
    return states.stream().filter(one -> one.number() == number).findFirst().orElse(null);
  }

  private @Nullable LakeSnapshot tagged(String name) {
    return tags.stream()
        .filter(tag -> tag.name().equals(name))
        .map(tag -> numbered(tag.snapshot()))
        .findFirst()
        .orElse(null);
  }

  private @Nullable LakeSnapshot at(Instant time) {
    return states.reversed().stream()
        .filter(one -> !one.at().isAfter(time))
        .findFirst()
        .orElse(null);
  }

  private static Instant time(String text) {
    try {
      return DateTimeFormatter.ISO_INSTANT.parse(
          text.contains("T") ? text : text + "T00:00:00Z", Instant::from);
    } catch (DateTimeParseException e) {
      throw new LakeException(
          ErrorCode.SYNTAX,
          "Cannot read --as-of '%s' (must be a snapshot's number, a tag, or a time such as 2026-03-02T10:00:00Z)"
              .formatted(text),
          e);
    }
  }
}
