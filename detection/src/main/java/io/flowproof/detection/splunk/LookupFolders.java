package io.flowproof.detection.splunk;

import io.flowproof.query.TableWrite;
import io.flowproof.query.splunk.Csv;
import io.flowproof.query.splunk.LookupFiles;
import io.flowproof.query.splunk.LookupTable;
import io.flowproof.query.splunk.Lookups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CSV files in folders, the first that has a name wins. Only the first folder is written to. A name
 * is never a path, and a link that leads out of its folder is not followed.
 */
public final class LookupFolders implements LookupFiles {
  private static final long LARGEST = 64L << 20;

  private final List<Path> folders;

  /** Folders that need not be there. */
  public LookupFolders(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  @Override
  public List<String> names() {
    return folders.stream().flatMap(folder -> names(folder).stream()).distinct().sorted().toList();
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".csv") && Lookups.isName(name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<LookupTable> read(String file) {
    if (!Lookups.isName(file)) {
      return Optional.empty();
    }
    for (Path folder : folders) {
      Path path = folder.resolve(file);
      if (Files.isRegularFile(path)) {
        return Optional.of(read(folder, path));
      }
    }
    return Optional.empty();
  }

  private static LookupTable read(Path folder, Path path) {
    try {
      if (!path.toRealPath().startsWith(folder.toRealPath())) {
        throw new LookupException("The lookup '" + path + "' leads out of its folder");
      }
      if (Files.size(path) > LARGEST) {
        throw new LookupException("The lookup '" + path + "' is larger than 64 MiB");
      }
      return LookupTable.ofCsv(Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new LookupException("The lookup '" + path + "' is not UTF-8");
    } catch (IOException e) {
      throw new LookupException("Cannot read the lookup: " + e.getMessage());
    }
  }

  /**
   * Writes what a search asks to: a lookup's file, whole or not at all, or with more rows. Fields
   * that a file lacks to which rows are appended are left out, as Splunk does.
   *
   * @param rows texts, or null, a cell for each of the write's fields
   * @throws IOException if the file cannot be written
   */
  public Path write(TableWrite write, List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    String name =
        switch (write.target()) {
          case LOOKUP -> write.name();
          case SUMMARY_INDEX -> Lookups.summaryFile(write.name());
        };
    if (!Lookups.isName(name) || folders.isEmpty()) {
      throw new IOException("A lookup is named without a path: " + name);
    }
    Path folder = folders.getFirst();
    Path target = folder.resolve(name);
    if (Files.isSymbolicLink(target)) {
      throw new IOException(target + " is a link, which is not written to");
    }
    if (rows.isEmpty() && !write.writesEmpty()) {
      return target;
    }
    boolean appends = write.mode() == TableWrite.Mode.APPEND && Files.exists(target);
    LookupTable old = appends ? read(folder, target) : new LookupTable(write.fields(), List.of());
    boolean widens = write.target() == TableWrite.Target.SUMMARY_INDEX;
    Path temporary = Files.createTempFile(folder, ".lookup", ".tmp");
    try {
      Files.writeString(temporary, text(old, write, rows, widens));
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return target;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String text(
      LookupTable old,
      TableWrite write,
      List<? extends List<? extends @Nullable Object>> rows,
      boolean widens) {
    List<String> header = new ArrayList<>(old.fields().isEmpty() ? write.fields() : old.fields());
    if (widens) {
      write.fields().stream().filter(field -> !header.contains(field)).forEach(header::add);
    }
    StringBuilder text = new StringBuilder(Csv.line(List.copyOf(header)));
    for (List<@Nullable String> row : old.rows()) {
      List<@Nullable String> cells = new ArrayList<>(row);
      while (cells.size() < header.size()) {
        cells.add(null);
      }
      text.append(Csv.line(cells));
    }
    for (List<? extends @Nullable Object> row : rows) {
      List<@Nullable String> cells = new ArrayList<>();
      for (String field : header) {
        int place = write.fields().indexOf(field);
        Object cell = place < 0 ? null : row.get(place);
        cells.add(cell == null ? null : cell.toString());
      }
      text.append(Csv.line(cells));
    }
    return text.toString();
  }
}
