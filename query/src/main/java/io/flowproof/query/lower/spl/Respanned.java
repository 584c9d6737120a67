package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Spl;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trees of a text that was not written by the user, all at the place that the text came from. */
final class Respanned {
  private Respanned() {}

  /** The same tree with every node at {@code span}. */
  static <T extends Spl> T at(Span span, T node) {
    @SuppressWarnings("unchecked") // A record is rebuilt as itself.
    T moved = (T) rebuilt(span, (Record) node);
    return moved;
  }

  private static Record rebuilt(Span span, Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    try {
      @Nullable Object[] values = new @Nullable Object[components.length];
      for (int i = 0; i < components.length; i++) {
        values[i] = moved(span, components[i].getAccessor().invoke(record));
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A node of a tree is a public record", e);
    }
  }

  private static @Nullable Object moved(Span span, @Nullable Object part) {
    return switch (part) {
      case null -> null;
      case Span ignored -> span;
      case List<?> list -> list.stream().map(element -> moved(span, element)).toList();
      case Record record when record instanceof Spl -> rebuilt(span, record);
      case Object other -> other;
    };
  }
}
