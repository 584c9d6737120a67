package io.flowproof.detection.gaps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many records a SIEM has of each hour: lines of a time and a count, as Sentinel and Splunk
 * export the result of a query, or the same as JSON. A first line without a time is a heading; of
 * more columns the first that is a time counts, and the last. Times without an offset are UTC;
 * numbers are seconds since 1970.
 *
 * @param file where they come from
 * @param hours the counts, by the beginning of the hour
 */
public record SiemCounts(String file, Map<Instant, Long> hours) {
  private static final ObjectReader READER = new JsonMapper().readerFor(JsonNode.class);
  private static final Pattern CELL = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,;\\t]*)");
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          DateTimeFormatter.ISO_OFFSET_DATE_TIME,
          DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS]XX", Locale.ROOT),
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern("M/d/uuuu, h:mm:ss[.SSS] a")
              .toFormatter(Locale.ROOT),
          DateTimeFormatter.ofPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss][.SSS]", Locale.ROOT));

  /**
   * Reads a file.
   *
   * @throws InvalidCountsException naming line and column of what cannot be read
   */
  public static SiemCounts read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new InvalidCountsException(file + ": is not UTF-8 (export the counts as CSV)");
    }
    Map<Instant, Long> hours = new TreeMap<>();
    boolean json =
        lines.stream()
            .filter(line -> !line.isBlank())
            .findFirst()
            .orElse("")
            .matches("\\s*[\\[{].*");
    if (json) {
      addJson(hours, file, String.join("\n", lines));
    } else {
      addLines(hours, file, lines);
    }
    if (hours.isEmpty()) {
      throw new InvalidCountsException(
          file + ": holds no counts (must be lines such as 2026-03-02T10:00:00Z,1204)");
    }
    return new SiemCounts(file.toString(), Map.copyOf(hours));
  }

  private static void addLines(Map<Instant, Long> hours, Path file, List<String> lines) {
    boolean first = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("\ufeff", "");
      if (line.isBlank()) {
        continue;
      }
      List<Cell> cells = cells(line);
      Cell time = cells.stream().filter(c -> time(c.text()) != null).findFirst().orElse(null);
      if (time == null && first) {
        first = false;
        continue; // The heading.
      }
      first = false;
      add(hours, file + ":" + (i + 1), cells, time);
    }
  }

  /** A list of objects, or one after another; of Splunk's the member {@code result}. */
  private static void addJson(Map<Instant, Long> hours, Path file, String text) {
    try (MappingIterator<JsonNode> values = READER.readValues(text)) {
      int number = 0;
      while (values.hasNextValue()) {
        JsonNode row = values.nextValue();
        List<Cell> cells = new ArrayList<>();
        JsonNode object = row.path("result").isObject() ? row.path("result") : row;
        object.forEach(each -> cells.add(new Cell(each.asText(), cells.size() + 1)));
        number++;
        if (!cells.isEmpty()) {
          Cell time = cells.stream().filter(c -> time(c.text()) != null).findFirst().orElse(null);
          add(hours, file + ": row " + number, cells, time);
        }
      }
    } catch (JsonProcessingException e) {
      throw new InvalidCountsException(
          "%s:%d:%d: not JSON: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(
      Map<Instant, Long> hours, String place, List<Cell> cells, @Nullable Cell time) {
    if (time == null) {
      Cell cell = cells.getFirst();
      throw new InvalidCountsException(
          "%s:%d: '%s' is no time (must be like 2026-03-02T10:00:00Z; without an offset it is UTC)"
              .formatted(place, cell.column(), cell.text()));
    }
    Cell last = cells.getLast();
    if (last.equals(time) || !last.text().matches("\\d{1,18}(\\.0+)?")) {
      throw new InvalidCountsException(
          "%s:%d: '%s' is no count (must be a whole number)"
              .formatted(place, last.column(), last.equals(time) ? "" : last.text()));
    }
    Instant moment = Objects.requireNonNull(time(time.text()));
    hours.merge(
        moment.truncatedTo(ChronoUnit.HOURS),
        Long.parseLong(last.text().replaceAll("\\.0+", "")),
        Long::sum);
  }

  private record Cell(String text, int column) {}

  private static List<Cell> cells(String line) {
    List<Cell> cells = new ArrayList<>();
    Matcher matcher = CELL.matcher(line);
    int at = 0;
    while (at <= line.length() && matcher.find(at)) {
      String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      cells.add(new Cell(text.strip(), at + 1));
      at = matcher.end() + 1;
    }
    return cells;
  }

  private static @Nullable Instant time(String text) {
    if (text.matches("1\\d{9}(\\.\\d+)?")) {
      return Instant.ofEpochSecond(Long.parseLong(text.substring(0, 10)));
    }
    for (DateTimeFormatter format : FORMATS) {
      try {
        TemporalAccessor time = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime known
            ? known.toInstant()
            : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        // Perhaps another form.
      }
    }
    return null;
  }
}
