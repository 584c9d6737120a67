package io.flowproof.flowlog.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The different names of one object's rows: a hash table over bytes, looked up for every row. */
final class NameCollector {
  private static final int FIRST_SLOTS = 64;
  private static final int MOST_BYTES = 16 << 20;
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private byte[] arena = new byte[1024];
  private int used;
  private int[] starts = new int[FIRST_SLOTS];
  private int[] slots = new int[FIRST_SLOTS * 2];
  private int count;
  private boolean complete = true;
  private int last = -1;

  /** Adds {@code bytes[from..to)}, after which the array has a spare word. */
  void add(byte[] bytes, int from, int to) {
    if (last >= 0 && is(last, bytes, from, to)) {
      return;
    }
    int mask = slots.length - 1;
    int slot = (int) (hash(bytes, from, to) >>> 32) & mask;
    while (slots[slot] != 0) {
      int name = slots[slot] - 1;
      if (is(name, bytes, from, to)) {
        last = name;
        return;
      }
      slot = slot + 1 & mask;
    }
    if (count == NameSet.MOST || used > MOST_BYTES) {
      complete = false;
      return;
    }
    append(bytes, from, to);
    slots[slot] = count;
    last = count - 1;
    if (count * 2 > slots.length) {
      rehash();
    }
  }

  private boolean is(int name, byte[] bytes, int from, int to) {
    int start = starts[name];
    int end = starts[name + 1];
    return end - start == to - from && Arrays.equals(arena, start, end, bytes, from, to);
  }

  private static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Words.BYTES <= to; at += Words.BYTES) {
      hash = (hash ^ Words.get(bytes, at)) * MIX;
      hash ^= hash >>> 29;
    }
    if (at < to) {
      long rest = Words.get(bytes, at) & ((1L << ((to - at) << 3)) - 1);
      hash = (hash ^ rest) * MIX;
      hash ^= hash >>> 29;
    }
    return hash * MIX;
  }

  private void append(byte[] bytes, int from, int to) {
    int length = to - from;
    if (arena.length - used < length + Words.BYTES) {
      arena = Arrays.copyOf(arena, Math.max(arena.length * 2, used + length + Words.BYTES));
    }
    System.arraycopy(bytes, from, arena, used, length);
    used += length;
    count++;
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
    }
    starts[count] = used;
  }

  private void rehash() {
    slots = new int[slots.length * 4];
    int mask = slots.length - 1;
    for (int name = 0; name < count; name++) {
      int slot = (int) (hash(arena, starts[name], starts[name + 1]) >>> 32) & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = name + 1;
    }
  }

  /** The names so far, each passed through {@code intern}. */
  NameSet names(UnaryOperator<String> intern) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      String name = new String(arena, starts[i], starts[i + 1] - starts[i], StandardCharsets.UTF_8);
      names[i] = intern.apply(name);
    }
    Arrays.sort(names);
    return new NameSet(Arrays.asList(names), complete);
  }

  /** Forgets all names. */
  void clear() {
    if (slots.length > FIRST_SLOTS * 64) {
      slots = new int[FIRST_SLOTS * 2];
    } else {
      Arrays.fill(slots, 0);
    }
    used = 0;
    count = 0;
    last = -1;
    complete = true;
  }
}
