package io.flowproof.lake.table;

import io.flowproof.core.source.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;

/** The lock of the one who writes to a lake; the operating system frees it when he is killed. */
public final class WriteLock implements AutoCloseable {
  private final FileChannel file;

  private WriteLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @throws LakeException with {@code ENGINE} when another has it
   */
  public static WriteLock take(LakeDirectory lake) {
    FileChannel file;
    try {
      file =
          FileChannel.open(
              lake.lock(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "Cannot write to the lake '%s': %s".formatted(lake.path(), LakeDirectory.reason(e)),
          e);
    }
    try {
      if (file.tryLock() != null) {
        file.truncate(0);
        file.write(
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
            0);
        return new WriteLock(file);
      }
    } catch (OverlappingFileLockException e) {
      // Held within this process: the same as held by another.
    } catch (IOException e) {
      throw busy(lake, file, LakeDirectory.reason(e));
    }
    throw busy(lake, file, "process " + holder(file) + " is writing to it");
  }

  private static LakeException busy(LakeDirectory lake, FileChannel file, String why) {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing was written.
    }
    return new LakeException(
        ErrorCode.ENGINE,
        "The lake '%s' is in use: %s (one writer at a time; reading is always possible)"
            .formatted(lake.path(), why));
  }

  private static String holder(FileChannel file) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(32);
      file.read(bytes, 0);
      String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
      return pid.isEmpty() ? "another" : pid;
    } catch (IOException e) {
      return "another";
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // The lock is gone with the process at the latest.
    }
  }
}
