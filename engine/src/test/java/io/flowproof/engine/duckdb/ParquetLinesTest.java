package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet that DuckDB wrote. */
class ParquetLinesTest {
  @TempDir Path folder;

  @Test
  void everyWidthOfIntegerAndRealsWithoutFractionAreIntegers() throws Exception {
    Path file =
        parquet(
            "SELECT 22::TINYINT AS a, 443::USMALLINT AS b, 6::INTEGER AS c, 1616729292::BIGINT AS"
                + " d, 18446744073709551615::UBIGINT AS e, 34210::DOUBLE AS f, 0.5::DOUBLE AS g,"
                + " 1e300::DOUBLE AS h");

    assertThat(lines(file))
        .containsExactly("22 443 6 1616729292 18446744073709551615 34210 0.5 1e+300");
  }

  @Test
  void nullIsTheDashAndSpacesInATextAreEncoded() throws Exception {
    Path file =
        parquet(
            "SELECT * FROM (VALUES ('10.0.0.5', 'a b', NULL), (NULL, '', 'c')) AS v(srcaddr, tag,"
                + " \"new field\")");

    try (ParquetLines lines = ParquetLines.open(file)) {
      assertThat(lines.columns()).containsExactly("srcaddr", "tag", "new field");
    }
    assertThat(lines(file)).containsExactly("10.0.0.5 a%20b -", "-  c");
  }

  @Test
  void timesAreMillisecondsAndNestedValuesAreJson() throws Exception {
    Path file =
        parquet(
            "SELECT TIMESTAMP '2024-05-14 09:00:00.5' AS start, TIMESTAMPTZ '2024-05-14"
                + " 09:00:00+00' AS \"end\", [1, 2] AS list, {'k': 'v w'} AS struct,"
                + " 'tcp'::BLOB AS bytes");

    assertThat(lines(file))
        .containsExactly("1715677200500 1715677200000 [1,2] {\"k\":\"v%20w\"} tcp");
  }

  @Test
  void rowsKeepTheirOrderOverManyRowGroupsAndFoldersAreNoColumns() throws Exception {
    Path hive = Files.createDirectories(folder.resolve("year=2024/month=05"));
    Path file = hive.resolve("a.parquet");
    write("SELECT range AS n FROM range(300000)", file, "ROW_GROUP_SIZE 10000");

    List<String> lines = lines(file);

    assertThat(lines).hasSize(300_000);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void aTornPageEndsTheRowsWithAReason() throws Exception {
    Path file = folder.resolve("torn.parquet");
    write("SELECT hash(range)::VARCHAR AS n FROM range(300000)", file, "ROW_GROUP_SIZE 10000");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 4000; i++) {
      bytes[i] = (byte) 0xff;
    }
    Files.write(file, bytes);

    List<String> read = new ArrayList<>();
    try (ParquetLines lines = ParquetLines.open(file)) {
      assertThatThrownBy(
              () -> {
                for (String line = lines.next(); line != null; line = lines.next()) {
                  read.add(line);
                }
              })
          .isInstanceOf(IOException.class)
          .message()
          .isNotBlank()
          .doesNotContain("\n");
    }
    assertThat(read).hasSizeBetween(50_000, 250_000);
  }

  @Test
  void whatIsNoParquetSaysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("a.parquet"), "PAR1 nothing here PAR1");

    assertThatThrownBy(() -> ParquetLines.open(file)).isInstanceOf(IOException.class);
  }

  private static List<String> lines(Path file) throws IOException {
    List<String> all = new ArrayList<>();
    try (ParquetLines lines = ParquetLines.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        all.add(line);
      }
    }
    return all;
  }

  private Path parquet(String select) throws SQLException {
    Path file = folder.resolve("a.parquet");
    write(select, file, "COMPRESSION snappy");
    return file;
  }

  private static void write(String select, Path file, String option) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, " + option + ")");
    }
  }
}
