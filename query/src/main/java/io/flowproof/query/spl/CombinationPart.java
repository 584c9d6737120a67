package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a {@link Combination} that is more than a name. */
public sealed interface CombinationPart extends Spl {

  /** {@code field [AS field]} of a lookup: the lookup's name first, then the event's or null. */
  record LookupField(FieldName inLookup, @Nullable FieldName as, Span span)
      implements CombinationPart {
    /** The field of the event. */
    public FieldName inEvent() {
      return as == null ? inLookup : as;
    }
  }

  /** OUTPUT, which replaces what the event has, or OUTPUTNEW, which keeps it. */
  record LookupOutput(boolean keepsOld, List<LookupField> fields, Span span)
      implements CombinationPart {
    /** Copies the list. */
    public LookupOutput {
      fields = List.copyOf(fields);
    }
  }

  /** Two fields with their aliases as they are written, such as {@code L.id} and {@code R.id}. */
  record JoinPair(FieldName left, FieldName right, Span span) implements CombinationPart {}

  /**
   * A field of {@code return}.
   *
   * @param alias the name in the text, null for the field's own
   * @param bare true for {@code $field}: the value alone
   */
  record ReturnItem(@Nullable FieldName alias, FieldName field, boolean bare, Span span)
      implements CombinationPart {}
}
