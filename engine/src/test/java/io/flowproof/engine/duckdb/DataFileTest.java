package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.duckdb.DataFile.FileColumn;
import io.flowproof.engine.duckdb.DataFile.Form;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a user gives beside the logs. */
class DataFileTest {
  @TempDir Path folder;

  @Test
  void guessesTheTypesOfSeparatedValues() throws IOException {
    DataFile file =
        DataFile.of(
            write(
                "hosts.csv",
                """
                Name,Port,Share,Up,Since
                "web, front",443,0.5,true,2024-05-14 09:00:00
                db,5432,,false,
                """));

    assertThat(file.columns())
        .containsExactly(
            new FileColumn("Name", ColumnType.TEXT, false),
            new FileColumn("Port", ColumnType.LONG, false),
            new FileColumn("Share", ColumnType.DOUBLE, false),
            new FileColumn("Up", ColumnType.BOOLEAN, false),
            new FileColumn("Since", ColumnType.TIMESTAMP, false));
    assertThat(rows(file))
        .containsExactly(
            Arrays.asList(
                1L, "web, front", 443L, 0.5, true, java.time.Instant.parse("2024-05-14T09:00:00Z")),
            Arrays.asList(2L, "db", 5432L, null, false, null));
  }

  @Test
  void keepsTextsAndDeclaredTypesAsTheyAre() throws IOException {
    Path accounts = write("accounts.csv", "Id,Count\n012345678901,7\n");

    assertThat(rows(new DataFile(accounts, Form.COMMA, true, true, Map.of())))
        .containsExactly(List.of(1L, "012345678901", "7"));
    assertThat(rows(new DataFile(accounts, Form.COMMA, true, false, Map.of("Id", ColumnType.TEXT))))
        .containsExactly(List.of(1L, "012345678901", 7L));
  }

  @Test
  void readsJsonByLineAndByArrayAndKeepsWhatIsNestedAsJson() throws IOException {
    Path lines = write("a.ndjson", "{\"a\": 1, \"b\": {\"c\": [1, 2]}}\n{\"a\": 2}\n");
    Path array = write("a.json", "[{\"a\": 1, \"b\": {\"c\": [1, 2]}},\n {\"a\": 2}]");

    for (Path path : List.of(lines, array)) {
      assertThat(DataFile.of(path).columns())
          .containsExactly(
              new FileColumn("a", ColumnType.LONG, false),
              new FileColumn("b", ColumnType.TEXT, true));
      assertThat(rows(DataFile.of(path)))
          .containsExactly(List.of(1L, 1L, "{\"c\":[1,2]}"), Arrays.asList(2L, 2L, null));
      assertThat(rows(new DataFile(path, Form.OBJECTS, false, false, Map.of())))
          .extracting(List::size)
          .containsExactly(2, 2);
    }
  }

  @Test
  void readsLinesAsTheyAre() throws IOException {
    Path list = write("list.txt", "# blocked\n10.0.0.1, \"quoted\n2001:db8::1\r\n");

    assertThat(rows(new DataFile(list, Form.LINES, false, true, Map.of())))
        .containsExactly(
            List.of(1L, "# blocked"),
            List.of(2L, "10.0.0.1, \"quoted"),
            List.of(3L, "2001:db8::1"));
  }

  @Test
  void readsRowsOfUnequalLengthWhereNoHeaderSaysHowManyThereAre() throws IOException {
    Path ragged = write("ragged.csv", "a,b\nc\n");

    assertThat(rows(new DataFile(ragged, Form.COMMA, false, true, Map.of())))
        .containsExactly(List.of(1L, "a", "b"), Arrays.asList(2L, "c", null));
  }

  @Test
  void decompresses() throws IOException {
    Path file = folder.resolve("x.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a\n5\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(rows(DataFile.of(file))).containsExactly(List.of(1L, 5L));
  }

  @Test
  void readsParquet() throws SQLException {
    Path file = folder.resolve("x.parquet");
    try (var database = DuckDbDatabase.inMemory(64L << 20, List.of(file))) {
      DuckDbDatabase.execute(
          database, "COPY (SELECT 1 AS a, [1, 2] AS b) TO '" + file + "' (FORMAT parquet)");
    }

    assertThat(DataFile.of(file).columns())
        .containsExactly(
            new FileColumn("a", ColumnType.INT, false), new FileColumn("b", ColumnType.TEXT, true));
    assertThat(rows(DataFile.of(file))).containsExactly(List.of(1L, 1, "[1,2]"));
  }

  @Test
  void namesTheFileThatIsNotWhatItsNameSays() throws IOException {
    Path file = write("x.parquet", "not parquet");

    assertThatThrownBy(() -> DataFile.of(file).columns())
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("Cannot read '" + file + "' as parquet: ");
    assertThatThrownBy(() -> DataFile.of(folder.resolve("missing.csv")).columns())
        .hasMessage("Cannot read '" + folder.resolve("missing.csv") + "': no such file");
  }

  @Test
  void aDatabaseReachesOnlyTheFilesItWasOpenedWith() throws IOException, SQLException {
    Path open = write("open.csv", "a\n1\n");
    Path other = write("other.csv", "a\n1\n");

    try (var database = DuckDbDatabase.inMemory(64L << 20, List.of(open))) {
      DuckDbDatabase.execute(database, "SELECT * FROM read_csv('" + open + "')");
      assertThatThrownBy(
              () -> DuckDbDatabase.execute(database, "SELECT * FROM read_csv('" + other + "')"))
          .hasMessageContaining("Permission Error");
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<List<@Nullable Object>> rows(DataFile file) {
    List<FileColumn> columns = file.columns();
    List<ShapeColumn> shape = new ArrayList<>(List.of(new ShapeColumn("n", ColumnType.LONG)));
    for (int i = 0; i < columns.size(); i++) {
      shape.add(new ShapeColumn("c" + i, columns.get(i).type()));
    }
    TableShape table = new TableShape("given", shape);
    try (DuckDbStaging staging =
        DuckDbStaging.open(folder.resolve("staging"), Engines.MEMORY, List.of(), List.of(file))) {
      staging.load(table, file, columns);
      return staging.finish(Engines.settings()).all("SELECT * FROM given ORDER BY n");
    }
  }
}
