package io.flowproof.lake.ingest;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.lake.ingest.FileHashes.FileHash;
import io.flowproof.lake.ingest.IngestReport.Changed;
import io.flowproof.lake.ingest.IngestReport.Duplicate;
import io.flowproof.lake.ingest.IngestReport.Unreadable;
import io.flowproof.lake.ledger.Batch;
import io.flowproof.lake.ledger.LakeWriter;
import io.flowproof.lake.ledger.RawObject;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes raw objects into a lake, each line once, whatever happens meanwhile. Objects go in batches;
 * each batch is planned in the ledger, written, noted as written, committed to every table, and
 * noted as done. A run that ends before is brought to its end by the next one.
 */
public final class Ingest {
  private final IngestOptions options;

  /** Creates an ingest; it may run any number of times. */
  public Ingest(IngestOptions options) {
    this.options = options;
  }

  /**
   * Takes in what the paths name.
   *
   * @param lake the lake's directory; made where it is missing
   * @throws LakeException when the lake cannot be written, or an object changed while it was read
   */
  public IngestReport run(Path lake, List<Path> paths, ReadProgress progress)
      throws IOException, InterruptedException {
    return run(lake, new FlowLogReader(options.read()).find(paths), progress);
  }

  /**
   * Takes in objects that were found.
   *
   * @param lake the lake's directory; made where it is missing
   * @param found one whose name is a URI of S3 is known by that, wherever its copy lies; others are
   *     known by where they lie
   * @throws LakeException as {@link #run(Path, List, ReadProgress)}
   */
  public IngestReport run(Path lake, FoundObjects found, ReadProgress progress)
      throws InterruptedException {
    try (LakeWriter writer = LakeWriter.create(lake, options.steps())) {
      Selection selection = select(writer, found.files());
      List<ObjectAccount> added = new ArrayList<>();
      List<List<Fresh>> batches = batches(selection.fresh);
      long total = selection.fresh.stream().mapToLong(fresh -> fresh.hash.bytes()).sum();
      long done = 0;
      for (List<Fresh> batch : batches) {
        if (options.stop().getAsBoolean()) {
          break;
        }
        long before = done;
        added.addAll(ingest(writer, batch, (now, ignored) -> progress.bytes(before + now, total)));
        done += batch.stream().mapToLong(fresh -> fresh.hash.bytes()).sum();
      }
      writer.finish();
      return new IngestReport(
          List.copyOf(added),
          selection.fresh.size() - added.size(),
          selection.unchanged,
          List.copyOf(selection.duplicates),
          List.copyOf(selection.changed),
          List.copyOf(selection.unreadable),
          found.skipped());
    }
  }

  /** An object that the lake does not have. */
  private record Fresh(ObjectFile file, String uri, FileHash hash) {}

  /** What was found, by what is to be done with it. */
  private static final class Selection {
    private final List<Fresh> fresh = new ArrayList<>();
    private final List<Duplicate> duplicates = new ArrayList<>();
    private final List<Changed> changed = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int unchanged;
  }

  private Selection select(LakeWriter writer, List<ObjectFile> files) throws InterruptedException {
    List<FileHash> hashes =
        FileHashes.of(files.stream().map(ObjectFile::path).toList(), options.read().threads());
    Selection selection = new Selection();
    Map<String, String> contents = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      ObjectFile file = files.get(i);
      FileHash hash = hashes.get(i);
      String uri = uri(file);
      if (!hash.isRead()) {
        selection.unreadable.add(new Unreadable(file.name(), hash.problem()));
        continue;
      }
      Optional<RawObject> known = writer.ledger().object(uri);
      if (known.isPresent()) {
        if (known.get().sha256().equals(hash.sha256())) {
          selection.unchanged++;
        } else {
          selection.changed.add(new Changed(file.name(), known.get().sha256(), hash.sha256()));
        }
        continue;
      }
      String same = same(writer, contents, hash, uri);
      if (same.isEmpty()) {
        selection.fresh.add(new Fresh(file, uri, hash));
      } else {
        selection.duplicates.add(new Duplicate(file.name(), same));
      }
    }
    return selection;
  }

  /** The URI of another object with these bytes, or empty; empty objects are alike by nature. */
  private static String same(
      LakeWriter writer, Map<String, String> contents, FileHash hash, String uri) {
    if (hash.bytes() == 0) {
      return "";
    }
    String stored = writer.ledger().content(hash.sha256()).map(RawObject::uri).orElse("");
    String before = contents.putIfAbsent(hash.sha256(), uri);
    return stored.isEmpty() && before != null ? before : stored;
  }

  /** What a lake knows an object by. */
  public static String uri(ObjectFile file) {
    return file.name().startsWith("s3://") ? file.name() : LakeDirectory.uri(real(file.path()));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private List<List<Fresh>> batches(List<Fresh> fresh) {
    List<List<Fresh>> batches = new ArrayList<>();
    List<Fresh> batch = new ArrayList<>();
    long bytes = 0;
    for (Fresh object : fresh) {
      if (!batch.isEmpty() && bytes + object.hash.bytes() > options.batchBytes()) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(object);
      bytes += object.hash.bytes();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private List<ObjectAccount> ingest(LakeWriter writer, List<Fresh> batch, ReadProgress progress)
      throws InterruptedException {
    String id = id(batch);
    int firstId = writer.ledger().nextSourceId();
    List<RawObject> objects = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Fresh fresh = batch.get(i);
      objects.add(new RawObject(firstId + i, fresh.uri, fresh.hash.bytes(), fresh.hash.sha256()));
    }
    writer.ledger().plan(id, objects, writer.clock().instant());
    List<ObjectFile> files = batch.stream().map(Fresh::file).toList();
    try (BatchFiles written = new BatchFiles(writer, options, id)) {
      List<ObjectAccount> accounts = written.read(files, objects, progress);
      writer.ledger().subscribed(interfacesByFlowLog(accounts));
      writer.ledger().written(id, written.write(), List.of());
      writer.publish(new Batch(id, Batch.Operation.INGEST, Batch.State.WRITTEN));
      return accounts;
    }
  }

  private static Map<String, Set<String>> interfacesByFlowLog(List<ObjectAccount> accounts) {
    Map<String, Set<String>> interfaces = new TreeMap<>();
    for (ObjectAccount account : accounts) {
      String flowLog = account.s3Name().flowLogId();
      if (flowLog != null) {
        interfaces
            .computeIfAbsent(flowLog, id -> new TreeSet<>())
            .addAll(account.interfaces().names());
      }
    }
    return interfaces;
  }

  /** The same objects make the same batch, whenever they are taken in. */
  private static String id(List<Fresh> batch) {
    return FileHashes.idOf(
        batch.stream().map(fresh -> fresh.uri + "\n" + fresh.hash.sha256() + "\n").toList());
  }

  /** An object is not what it was when its batch was planned. */
  static LakeException changedMeanwhile(ObjectFile file) {
    return new LakeException(
        ErrorCode.DATA,
        "'%s' changed while it was read; nothing of its batch was added (run it again when the object is complete)"
            .formatted(file.name()));
  }
}
