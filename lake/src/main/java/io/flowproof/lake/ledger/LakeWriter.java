package io.flowproof.lake.ledger;

import io.flowproof.core.column.TableShape;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import io.flowproof.lake.table.WriteLock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A lake, opened by its one writer. What a writer before left half done is brought to its end
 * first: a batch whose files are all there goes into every table, any other is given up, and files
 * that nobody knows are removed.
 */
public final class LakeWriter implements AutoCloseable {
  private final WriteLock lock;
  private final LakeDirectory directory;
  private final Ledger ledger;
  private final LakeTables tables;
  private final Steps steps;
  private final Clock clock;

  private LakeWriter(
      WriteLock lock,
      LakeDirectory directory,
      Ledger ledger,
      LakeTables tables,
      Steps steps,
      Clock clock) {
    this.lock = lock;
    this.directory = directory;
    this.ledger = ledger;
    this.tables = tables;
    this.steps = steps;
    this.clock = clock;
  }

  /** Opens a lake that is there, or makes one. */
  public static LakeWriter create(Path path, Steps steps) {
    return open(LakeDirectory.create(path), steps);
  }

  /**
   * Opens a lake that is there.
   *
   * @throws LakeException with {@code DATA} where there is none
   */
  public static LakeWriter open(Path path, Steps steps) {
    return open(LakeDirectory.find(path), steps);
  }

  private static LakeWriter open(LakeDirectory directory, Steps steps) {
    WriteLock lock = WriteLock.take(directory);
    Ledger ledger = null;
    LakeTables tables = null;
    try {
      ledger = Ledger.create(directory, steps);
      ledger.checkLocation();
      boolean unclean = ledger.isUnclean();
      ledger.put("unclean", "true");
      tables = LakeTables.create(directory, steps);
      LakeWriter writer = new LakeWriter(lock, directory, ledger, tables, steps, Clock.systemUTC());
      writer.recover(unclean);
      return writer;
    } catch (RuntimeException | Error e) {
      if (tables != null) {
        tables.close();
      }
      if (ledger != null) {
        ledger.close();
      }
      lock.close();
      throw e;
    }
  }

  private void recover(boolean unclean) {
    for (Batch batch : ledger.open()) {
      switch (batch.state()) {
        case PLANNED -> ledger.forget(batch.id());
        case WRITTEN -> publish(batch);
        case DONE -> {}
      }
    }
    if (unclean) {
      bindTags();
      removeUnknown();
    }
  }

  /** Brings a batch whose files are written into every table, and lets readers see it. */
  public void publish(Batch batch) {
    List<TableFile> files = ledger.files(batch.id());
    List<TableFile> replaced = ledger.replacedBy(batch.id());
    for (TableShape shape : LakeSchema.tables()) {
      tables.commit(shape.name(), batch.id(), of(files, shape.name()), of(replaced, shape.name()));
    }
    ledger.done(batch, tables.snapshots(), clock.instant());
  }

  private static List<TableFile> of(List<TableFile> files, String table) {
    return files.stream().filter(file -> file.table().equals(table)).toList();
  }

  /**
   * Removes what the ledger's states do not need: snapshots of tables, then files.
   *
   * @return the files, each with the size that it had
   */
  public Map<Path, Long> removeUnknown() {
    for (TableShape shape : LakeSchema.tables()) {
      tables.keepOnly(
          shape.name(),
          ledger.snapshots().stream()
              .map(state -> state.tables().get(shape.name()))
              .filter(Objects::nonNull)
              .collect(Collectors.toSet()));
    }
    return new Sweep(directory, ledger, tables, steps).run();
  }

  /** Sees to it that the tables have the ledger's tags. */
  public void bindTags() {
    Map<Long, LakeSnapshot> states =
        ledger.snapshots().stream().collect(Collectors.toMap(LakeSnapshot::number, state -> state));
    for (LakeTag tag : ledger.tags()) {
      LakeSnapshot state = Objects.requireNonNull(states.get(tag.snapshot()));
      state.tables().forEach((table, snapshot) -> tables.tag(table, tag.name(), snapshot));
    }
  }

  /** The directory. */
  public LakeDirectory directory() {
    return directory;
  }

  /** The ledger. */
  public Ledger ledger() {
    return ledger;
  }

  /** The tables. */
  public LakeTables tables() {
    return tables;
  }

  /** Who is told of each step. */
  public Steps steps() {
    return steps;
  }

  /** What time it is. */
  public Clock clock() {
    return clock;
  }

  /** Gives the lake free; whoever came here without a failure leaves nothing behind. */
  public void finish() {
    ledger.put("unclean", "false");
  }

  /** Gives the lock free. */
  @Override
  public void close() {
    try {
      tables.close();
      ledger.close();
    } finally {
      lock.close();
    }
  }
}
