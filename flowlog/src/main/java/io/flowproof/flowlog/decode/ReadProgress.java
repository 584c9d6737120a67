package io.flowproof.flowlog.decode;

/** Told how far a reading has come; called from several threads, about once for every megabyte. */
@FunctionalInterface
public interface ReadProgress {
  /** Tells nobody. */
  ReadProgress NONE = (done, total) -> {};

  /** {@code done} of {@code total} bytes were read, as the objects lie there. */
  void bytes(long done, long total);
}
