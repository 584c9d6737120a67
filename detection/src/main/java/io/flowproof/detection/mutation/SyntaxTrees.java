package io.flowproof.detection.mutation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes one node of a tree of records and makes the rest of the tree anew around it. The trees of
 * both languages are records whose components are nodes, lists of nodes, or plain values.
 */
final class SyntaxTrees {
  private SyntaxTrees() {}

  /**
   * Every tree that differs from this one by one of the edits that {@code edits} has for a node, in
   * the order of the text.
   */
  static List<Edit> edited(Record tree, Function<Record, List<Edit>> edits) {
    List<Edit> all = new ArrayList<>(edits.apply(tree));
    RecordComponent[] components = tree.getClass().getRecordComponents();
    @Nullable Object[] values = values(tree, components);
    for (int i = 0; i < components.length; i++) {
      int place = i;
      if (values[i] instanceof Record node) {
        for (Edit edit : edited(node, edits)) {
          all.add(edit.in(with(tree, components, values, place, edit.node())));
        }
      } else if (values[i] instanceof List<?> list) {
        for (int at = 0; at < list.size(); at++) {
          if (list.get(at) instanceof Record node) {
            for (Edit edit : edited(node, edits)) {
              List<Object> other = new ArrayList<>(list);
              other.set(at, edit.node());
              all.add(edit.in(with(tree, components, values, place, other)));
            }
          }
        }
      }
    }
    return all;
  }

  private static @Nullable Object[] values(Record record, RecordComponent[] components) {
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      try {
        values[i] = components[i].getAccessor().invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  private static Record with(
      Record record,
      RecordComponent[] components,
      @Nullable Object[] values,
      int place,
      Object value) {
    @Nullable Object[] other = values.clone();
    other[place] = value;
    try {
      return record
          .getClass()
          .getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(other);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
