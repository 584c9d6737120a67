package io.flowproof.lake.ledger;

import io.flowproof.core.column.TableShape;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import io.flowproof.lake.table.WriteLock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

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
  public static LakeWriter open(Path path, Steps steps) {
    LakeDirectory directory = LakeDirectory.create(path);
    WriteLock lock = WriteLock.take(directory);
    Ledger ledger = null;
    LakeTables tables = null;
    try {
      ledger = Ledger.create(directory, steps);
      ledger.checkLocation();
      tables = LakeTables.create(directory, steps);
      LakeWriter writer = new LakeWriter(lock, directory, ledger, tables, steps, Clock.systemUTC());
      writer.recover();
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

  private void recover() {
    for (Batch batch : ledger.open()) {
      switch (batch.state()) {
        case PLANNED -> ledger.forget(batch.id());
        case WRITTEN -> publish(batch.id(), "ingest");
        case DONE -> {}
      }
    }
    if (ledger.isUnclean()) {
      new Sweep(directory, ledger, tables, steps).run();
    }
    ledger.put("unclean", "true");
  }

  /** Brings a batch whose files are written into every table, and lets readers see it. */
  public void publish(String batch, String operation) {
    List<TableFile> files = ledger.files(batch);
    for (TableShape shape : LakeSchema.tables()) {
      tables.append(
          shape.name(),
          batch,
          files.stream().filter(file -> file.table().equals(shape.name())).toList());
    }
    ledger.done(batch, operation, tables.snapshots(), clock.instant());
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
