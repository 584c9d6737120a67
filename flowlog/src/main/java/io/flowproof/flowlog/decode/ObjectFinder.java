package io.flowproof.flowlog.decode;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the files to read: those named, and everything below the folders named, in the order of the
 * names. Symbolic links are followed; a file or folder that was met before, by whatever path, is
 * skipped, so that no record counts twice and no loop is walked.
 */
final class ObjectFinder {
  private final FileSniffer sniffer;
  private final List<ObjectFile> files = new ArrayList<>();
  private final List<SkippedFile> skipped = new ArrayList<>();
  private final Map<Path, String> met = new HashMap<>();
  private final Set<Path> folders = new HashSet<>();

  ObjectFinder(FileSniffer sniffer) {
    this.sniffer = sniffer;
  }

  List<ObjectFile> files() {
    return files;
  }

  List<SkippedFile> skipped() {
    return skipped;
  }

  /**
   * Finds what a path of the user's names.
   *
   * @throws NoSuchFileException when there is nothing
   */
  void find(Path path) throws NoSuchFileException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (Files.isDirectory(path)) {
      folder(path);
    } else {
      file(path, true);
    }
  }

  /** Takes a file that stands in a folder. */
  void met(Path path) {
    file(path, false);
  }

  private void folder(Path path) {
    List<Path> entries = new ArrayList<>();
    try {
      if (!folders.add(path.toRealPath())) {
        skipped.add(new SkippedFile(name(path), false, "the same folder as one read before"));
        return;
      }
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        stream.forEach(entries::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      skipped.add(new SkippedFile(name(path), true, "cannot be read: " + e.getMessage()));
      return;
    }
    entries.sort(Comparator.comparing(entry -> String.valueOf(entry.getFileName())));
    for (Path entry : entries) {
      if (!Files.isDirectory(entry)) {
        file(entry, false);
      } else if (String.valueOf(entry.getFileName()).startsWith(".")) {
        skipped.add(new SkippedFile(name(entry), false, "a hidden folder"));
      } else {
        folder(entry);
      }
    }
  }

  private void file(Path path, boolean named) {
    String name = name(path);
    try {
      String before = met.putIfAbsent(path.toRealPath(), name);
      if (before != null) {
        skipped.add(new SkippedFile(name, false, "the same file as " + before));
        return;
      }
    } catch (IOException e) {
      skipped.add(new SkippedFile(name, true, "a symbolic link to nothing"));
      return;
    }
    boolean regular = Files.isRegularFile(path);
    if (!regular && !named) {
      skipped.add(new SkippedFile(name, false, "neither a file nor a folder"));
      return;
    }
    // A pipe can be read once only, so its beginning is not looked at.
    String refusal = regular ? sniffer.refusal(path, named) : null;
    if (refusal != null) {
      skipped.add(new SkippedFile(name, false, refusal));
    } else {
      files.add(new ObjectFile(path, name, size(path)));
    }
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  private static String name(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
