package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lake as others read it: Iceberg's own planning, then a Parquet reader that shares no code
 * with the engine that wrote the files. (Iceberg's generic reader needs Hadoop's classes.)
 */
class IndependentReaderTest {
  private static final List<String> COLUMNS =
      List.of("source_id", "source_line", "interface_id", "srcaddr", "dstaddr", "bytes", "action");

  @TempDir Path folder;

  @Test
  void anIndependentReaderReturnsTheSameRows() throws Exception {
    Lakes lakes = new Lakes(folder);
    Path lake = lakes.lake("lake");
    lakes.ingest(lake, lakes.objects(5), Steps.ALL);
    List<String> rows = independent(lake);
    assertThat(rows).hasSize(5 * 19).isEqualTo(ours(lakes, lake));
    lakes.compact(lake, 128L << 20, Steps.ALL);
    assertThat(independent(lake)).isEqualTo(rows);
  }

  @Test
  void columnsAreFoundByTheFieldIdsOfTheTable() throws Exception {
    Lakes lakes = new Lakes(folder);
    Path lake = lakes.lake("lake");
    lakes.ingest(lake, lakes.objects(3), Steps.ALL);
    try (LakeTables tables = LakeTables.open(LakeDirectory.find(lake))) {
      Table table = tables.table("flow");
      for (Path file : files(table)) {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
          reader.getFileMetaData().schema().stream()
              .filter(element -> table.schema().findField(element.name()) != null)
              .forEach(
                  element ->
                      assertThat(element.fieldId())
                          .as(element.name())
                          .isEqualTo(table.schema().findField(element.name()).fieldId()));
        }
      }
    }
  }

  private static List<String> independent(Path lake) throws IOException {
    List<String> rows = new ArrayList<>();
    try (LakeTables tables = LakeTables.open(LakeDirectory.find(lake))) {
      for (Path file : files(tables.table("flow"))) {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
            RowReader row = reader.rowReader()) {
          while (row.hasNext()) {
            row.next();
            TreeMap<String, Object> values = new TreeMap<>();
            for (String column : COLUMNS) {
              values.put(column, String.valueOf(row.getValue(column)));
            }
            rows.add(values.toString());
          }
        }
      }
    }
    rows.sort(Comparator.naturalOrder());
    return rows;
  }

  private static List<Path> files(Table table) throws IOException {
    List<Path> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(LakeDirectory.path(task.file().location())));
    }
    return files;
  }

  private static List<String> ours(Lakes lakes, Path lake) {
    return lakes.ask(
        lake,
        engine ->
            engine.all("SELECT " + String.join(", ", COLUMNS) + " FROM flow").stream()
                .map(
                    row -> {
                      TreeMap<String, Object> values = new TreeMap<>();
                      for (int i = 0; i < COLUMNS.size(); i++) {
                        values.put(COLUMNS.get(i), String.valueOf(row.get(i)));
                      }
                      return values.toString();
                    })
                .sorted()
                .toList());
  }
}
