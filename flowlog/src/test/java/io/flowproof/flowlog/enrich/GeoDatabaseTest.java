package io.flowproof.flowlog.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoDatabaseTest {
  private static final GeoDatabase SHIPPED = GeoDatabase.shipped();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, US, United States",
    "2001:4860:4860::8888, US, United States",
    "193.0.6.139, NL, Netherlands",
    "::ffff:8.8.8.8, US, United States"
  })
  void findsCountriesInTheShippedDatabase(String address, String code, String name) {
    assertThat(SHIPPED.countryCode(address)).isEqualTo(code);
    assertThat(SHIPPED.countryName(address)).isEqualTo(name);
    assertThat(SHIPPED.country(address)).isEqualTo(new GeoDatabase.Country(code, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "100.64.0.1", "127.0.0.1", "fe80::1", "-", "", "example.com"})
  void internalAddressesAndOtherTextsHaveNoCountry(String address) {
    assertThat(SHIPPED.country(address)).isNull();
    assertThat(SHIPPED.countryCode(address)).isNull();
    assertThat(SHIPPED.countryName(address)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "US, United States",
    "GB, United Kingdom",
    "BA, Bosnia and Herzegovina",
    "HK, Hong Kong",
    "CZ, Czechia",
    "XQ, XQ"
  })
  void namesCountriesInEnglish(String code, String name) {
    assertThat(GeoDatabase.nameOf(code)).isEqualTo(name);
  }

  @Test
  void opensTheUsersFile() throws IOException {
    Path file = folder.resolve("mine.mmdb");
    try (InputStream shipped = GeoDatabase.class.getResourceAsStream("country.mmdb")) {
      Files.copy(shipped, file);
    }
    try (GeoDatabase database = GeoDatabase.open(file)) {
      assertThat(database.countryCode("8.8.8.8")).isEqualTo("US");
    }
  }

  @Test
  void namesAFileThatIsNoDatabase() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.mmdb"), "not a database");

    assertThatThrownBy(() -> GeoDatabase.open(file))
        .isInstanceOf(IOException.class)
        .hasMessage("Not a country database: " + file + " (must be a MaxMind DB file, *.mmdb)");
  }

  @Test
  void aDamagedFileIsNamedAndNothingElseHappens() throws IOException {
    byte[] bytes;
    try (InputStream shipped = GeoDatabase.class.getResourceAsStream("country.mmdb")) {
      bytes = shipped.readAllBytes();
    }
    Random random = new Random(1);
    Path file = folder.resolve("damaged.mmdb");
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(bytes, bytes.length);
      for (int k = 0; k < 300; k++) {
        damaged[bytes.length - 1 - random.nextInt(2000)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      assertThatCode(() -> lookUp(file))
          .satisfiesAnyOf(
              e -> assertThat(e).isNull(), e -> assertThat(e).hasMessageContaining("damaged.mmdb"));
    }
  }

  private static void lookUp(Path file) throws IOException {
    try (GeoDatabase database = GeoDatabase.open(file)) {
      for (int i = 1; i < 223; i++) {
        database.country(i + ".1.1.1");
      }
    }
  }

  @Test
  void namesAFileThatIsMissing() {
    assertThatThrownBy(() -> GeoDatabase.open(folder.resolve("none.mmdb")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageEndingWith("none.mmdb");
  }
}
