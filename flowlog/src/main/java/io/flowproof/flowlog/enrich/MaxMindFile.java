package io.flowproof.flowlog.enrich;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import io.flowproof.core.address.AddressReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database in the MaxMind DB format (specification 2.0), in memory. Safe for several threads. */
final class MaxMindFile implements AutoCloseable {
  private final Reader reader;
  private final String name;

  private MaxMindFile(Reader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  static MaxMindFile of(InputStream stream, String name) throws IOException {
    return new MaxMindFile(new Reader(stream, new CHMCache()), name);
  }

  /**
   * The user's database.
   *
   * @param what what it must be, for a message: {@code a country database}
   * @throws IOException when the file cannot be read or is no MaxMind DB, naming the file
   */
  static MaxMindFile open(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return of(stream, file.toString());
    } catch (InvalidDatabaseException | CharacterCodingException | RuntimeException e) {
      // The library does not promise a checked exception for every damaged byte.
      throw new IOException(
          "Not %s: %s (must be a MaxMind DB file, *.mmdb)".formatted(what, file), e);
    }
  }

  /** What kind of database it says it is: {@code GeoLite2-ASN}. */
  String type() {
    return reader.getMetadata().databaseType();
  }

  /**
   * The entry of an address; null for one in the standard {@link InternalNetworks}, one that is not
   * there, and a text that is no address.
   *
   * @throws IllegalStateException when the database turns out to be damaged
   */
  @Nullable Map<?, ?> entry(String text) {
    AddressReader address = new AddressReader();
    if (!address.read(text) || InternalNetworks.STANDARD.contains(address.high(), address.low())) {
      return null;
    }
    try {
      return reader.get(inet(address), Map.class);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(name + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * The text of a member, or null: of a list the first, and in English where there are several
   * languages.
   */
  static @Nullable String text(Map<?, ?> entry, String member) {
    Object value = entry.get(member);
    if (value instanceof List<?> list) {
      value = list.isEmpty() ? null : list.getFirst();
    }
    if (value instanceof Map<?, ?> map && map.get("names") instanceof Map<?, ?> names) {
      value = names.get("en");
    }
    return value instanceof String text && !text.isBlank() ? text : null;
  }

  /** Without a name there is nothing to resolve. */
  private static InetAddress inet(AddressReader address) throws IOException {
    boolean ipv4 = address.high() == 0 && address.low() >>> 32 == 0xffff;
    byte[] bytes =
        ipv4
            ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
            : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    return InetAddress.getByAddress(bytes);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
