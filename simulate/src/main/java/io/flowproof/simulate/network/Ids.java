package io.flowproof.simulate.network;

/** Ids as AWS gives them, the same for the same name: {@code eni-0123456789abcdef0}. */
public final class Ids {
  private Ids() {}

  /** An id of that kind for a name. */
  public static String of(String kind, String name) {
    long mixed = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * 0x100000001b3L;
    }
    mixed = (mixed ^ mixed >>> 32) * 0x9e3779b97f4a7c15L;
    mixed ^= mixed >>> 29;
    return "%s-0%016x".formatted(kind, mixed);
  }
}
