package io.flowproof.lake.ledger;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lake whose states are kept by tags. A tag keeps one state: its files stay until the tag is
 * taken away. One that is held, for a case's evidence say, goes only by whoever holds it.
 */
public final class FlowLake {
  /** The name of Iceberg's one branch. */
  private static final String MAIN = "main";

  private final Path lake;
  private final Steps steps;

  /** Of the lake in that directory; steps are told of what changes on the disk. */
  public FlowLake(Path lake, Steps steps) {
    this.lake = lake;
    this.steps = steps;
  }

  /** The tags, by name. */
  public List<LakeTag> tags() {
    try (Ledger ledger = Ledger.open(LakeDirectory.find(lake))) {
      return ledger.tags();
    }
  }

  /**
   * Gives a state a name, and keeps it from now on. The same again changes nothing.
   *
   * @param name letters, digits, {@code .}, {@code _} and {@code -}; begins with a letter
   * @param asOf the state, as {@code --as-of} names it, or null for the latest
   * @param heldBy whose hold it is, in words for people, or null for a tag that anybody may take
   *     away
   * @throws LakeException with {@code SYNTAX} for a name that is none, {@code DATA} where the state
   *     is missing or another has that name, {@code ENGINE} while another process writes
   */
  public LakeTag tag(String name, @Nullable String asOf, @Nullable String heldBy) {
    if (!LakeTag.isName(name) || name.toLowerCase(Locale.ROOT).equals(MAIN)) {
      throw new LakeException(
          ErrorCode.SYNTAX,
          "'%s' cannot be a tag (must be 1 to 100 letters, digits, '.', '_' or '-', begin with a letter, and not be 'main')"
              .formatted(name));
    }
    try (LakeWriter writer = LakeWriter.open(lake, steps)) {
      LakeSnapshot state = new AsOf(writer.ledger()).find(asOf);
      if (state == null) {
        throw new LakeException(
            ErrorCode.DATA, "The lake '%s' is empty: there is no state to tag".formatted(lake));
      }
      LakeTag tag = new LakeTag(name, state.number(), writer.clock().instant(), heldBy);
      Optional<LakeTag> known = known(writer, name);
      if (known.isEmpty()) {
        writer.ledger().tag(tag);
      } else if (!isSame(known.get(), tag)) {
        throw new LakeException(
            ErrorCode.DATA,
            "The lake has a tag '%s' of snapshot %d already%s (take another name)"
                .formatted(name, known.get().snapshot(), holder(known.get())));
      }
      writer.bindTags();
      writer.finish();
      return known.orElse(tag);
    }
  }

  private static boolean isSame(LakeTag one, LakeTag other) {
    return one.snapshot() == other.snapshot()
        && Optional.ofNullable(one.heldBy()).equals(Optional.ofNullable(other.heldBy()));
  }

  /**
   * Takes a tag away; its state stays until {@code expire} removes it.
   *
   * @param heldBy as it was given; a held tag goes only by the same words
   * @throws LakeException with {@code DATA} where there is no such tag, or another holds it; {@code
   *     ENGINE} while another process writes
   */
  public LakeTag release(String name, @Nullable String heldBy) {
    try (LakeWriter writer = LakeWriter.open(lake, steps)) {
      LakeTag tag =
          known(writer, name)
              .orElseThrow(
                  () ->
                      new LakeException(
                          ErrorCode.DATA,
                          "The lake '%s' has no tag '%s' (flowproof lake snapshots shows them)"
                              .formatted(lake, name)));
      if (tag.heldBy() != null && !tag.heldBy().equals(heldBy)) {
        throw new LakeException(
            ErrorCode.DATA,
            "The tag '%s' is kept%s: only releasing that hold takes it away"
                .formatted(name, holder(tag)));
      }
      writer.tables().untag(name);
      writer.ledger().untag(name);
      writer.finish();
      return tag;
    }
  }

  private static Optional<LakeTag> known(LakeWriter writer, String name) {
    return writer.ledger().tags().stream().filter(tag -> tag.name().equals(name)).findFirst();
  }

  private static String holder(LakeTag tag) {
    return tag.heldBy() == null ? "" : ", held by " + tag.heldBy();
  }
}
