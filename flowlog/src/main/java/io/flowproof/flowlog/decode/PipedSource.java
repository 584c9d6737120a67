package io.flowproof.flowlog.decode;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads another source in a thread of its own, so that inflating one huge object and decoding it
 * keep two processors busy. A few blocks are on the way at most.
 */
final class PipedSource implements ByteSource, AutoCloseable {
  private static final int BLOCK = 256 << 10;
  private static final int BLOCKS = 6;

  private record Block(byte[] bytes, int length, @Nullable Throwable failure) {}

  private final ByteSource inner;
  private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread thread;
  private Block current = new Block(new byte[0], 0, null);
  private int position;
  private boolean ended;

  PipedSource(ByteSource inner) {
    this.inner = inner;
    for (int i = 0; i < BLOCKS - 1; i++) {
      free.add(new byte[BLOCK]);
    }
    thread = Thread.ofPlatform().daemon().name("flow-log-inflate").start(this::pump);
  }

  private void pump() {
    try {
      int length = 0;
      while (length >= 0) {
        byte[] block = free.take();
        length = inner.read(block, 0, BLOCK);
        filled.put(new Block(block, length, null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      filled.offer(new Block(new byte[0], -1, e));
    }
  }

  @Override
  public int read(byte[] into, int at, int most) {
    if (position == current.length && !advance()) {
      return -1;
    }
    int count = Math.min(most, current.length - position);
    System.arraycopy(current.bytes, position, into, at, count);
    position += count;
    return count;
  }

  private boolean advance() {
    if (ended) {
      return false;
    }
    try {
      if (current.bytes.length > 0) {
        free.put(current.bytes);
      }
      current = filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
    position = 0;
    switch (current.failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    if (current.length < 0) {
      current = new Block(new byte[0], 0, null);
      ended = true;
      return false;
    }
    return true;
  }

  private static CancellationException cancelled(InterruptedException cause) {
    CancellationException cancelled = new CancellationException("Reading was interrupted");
    cancelled.initCause(cause);
    return cancelled;
  }

  @Override
  public List<String> damage() {
    return inner.damage();
  }

  @Override
  public boolean isCut() {
    return inner.isCut();
  }

  /** Ends the thread and waits for it, so that nobody reads the inner source any more. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
