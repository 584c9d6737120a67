package io.flowproof.detection.prove;

import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.query.Language;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Flow logs of a capture with what is known of it: a folder as {@code flowproof replay} writes it,
 * with {@code truth.ndjson} in it.
 *
 * @param name the folder's
 * @param logs texts with their header lines
 * @param truth what is known
 * @param first the first start of a record
 * @param last the last one
 */
record CaptureFolder(String name, List<String> logs, Path truth, Instant first, Instant last) {
  private static final String TRUTH = "truth.ndjson";
  private static final Duration AFTER = Duration.ofHours(2);

  /** Those in a folder, each a folder of its own; none without one. */
  static List<CaptureFolder> in(@Nullable Path captures) throws IOException {
    List<CaptureFolder> found = new ArrayList<>();
    if (captures != null) {
      try (Stream<Path> all = Files.list(captures)) {
        for (Path folder : all.filter(f -> Files.exists(f.resolve(TRUTH))).sorted().toList()) {
          found.add(read(folder));
        }
      }
    }
    return found;
  }

  private static CaptureFolder read(Path folder) throws IOException {
    List<String> logs = new ArrayList<>();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(CaptureFolder::isLog).sorted().toList()) {
        String text = text(file);
        logs.add(text);
        for (long start : starts(text)) {
          first = Math.min(first, start);
          last = Math.max(last, start);
        }
      }
    }
    if (first > last) {
      throw new IOException(folder + ": no record of flow logs with a start");
    }
    return new CaptureFolder(
        String.valueOf(folder.getFileName()),
        logs,
        folder.resolve(TRUTH),
        Instant.ofEpochSecond(first),
        Instant.ofEpochSecond(last));
  }

  private static boolean isLog(Path file) {
    String name = file.toString();
    return Files.isRegularFile(file) && (name.endsWith(".log") || name.endsWith(".log.gz"));
  }

  private static String text(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.readAllAsString();
    }
  }

  private static long[] starts(String text) {
    List<String> lines = text.lines().toList();
    int place = lines.isEmpty() ? -1 : Arrays.asList(lines.getFirst().split(" ")).indexOf("start");
    return lines.stream()
        .skip(1)
        .map(line -> line.split(" "))
        .filter(values -> place >= 0 && place < values.length && values[place].matches("\\d+"))
        .mapToLong(values -> Long.parseLong(values[place]))
        .toArray();
  }

  /** All of it, looked at tick by tick until two hours after its end. */
  TestCase test() {
    Given given =
        new Given(
            logs.stream().map(log -> new Given.ArrivingLog(null, log)).toList(), null, Map.of());
    return new TestCase(
        name, null, given, first, last.plus(AFTER), List.of(), EnumSet.allOf(Language.class));
  }
}
