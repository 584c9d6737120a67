package io.flowproof.contract;

import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.lake.ingest.Ingest;
import io.flowproof.lake.ingest.IngestOptions;
import io.flowproof.lake.ingest.IngestReport;
import io.flowproof.lake.table.Steps;
import io.flowproof.query.QueryTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One lake with the records of all cases: a raw object for each different flow log. A case sees the
 * records of its own object.
 */
final class CaseLake {
  private static final QueryTime.Objects NONE = new QueryTime.Objects(-1, 0);

  private final Path directory;
  private final Map<String, QueryTime.Objects> objects;

  private CaseLake(Path directory, Map<String, QueryTime.Objects> objects) {
    this.directory = directory;
    this.objects = objects;
  }

  /** Writes the flow logs of the cases, and takes them in. */
  static CaseLake of(List<GoldenCase> cases, Path folder) throws IOException, InterruptedException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Map<String, String> texts = new HashMap<>();
    List<Path> files = new ArrayList<>();
    for (GoldenCase golden : cases) {
      String text = golden.flows();
      if (!text.isBlank() && !texts.containsValue(text)) {
        Path file = logs.resolve("flows-" + texts.size() + ".log");
        files.add(Files.writeString(file, text));
        texts.put(file.toString(), text);
      }
    }
    Path lake = folder.resolve("lake");
    IngestOptions options =
        new IngestOptions(
            ReadOptions.STANDARD.withThreads(1),
            DuckDbStaging.defaultParent(),
            256L << 20,
            IngestOptions.BATCH_BYTES,
            Steps.ALL,
            () -> false);
    IngestReport report = new Ingest(options).run(lake, files, ReadProgress.NONE);
    Map<String, QueryTime.Objects> objects = new HashMap<>();
    for (ObjectAccount account : report.added()) {
      objects.put(
          texts.get(account.object()), new QueryTime.Objects(account.id(), account.id() + 1));
    }
    return new CaseLake(lake, objects);
  }

  Path directory() {
    return directory;
  }

  /** The object with the records of a case. */
  QueryTime.Objects objects(GoldenCase golden) {
    return objects.getOrDefault(golden.flows(), NONE);
  }
}
