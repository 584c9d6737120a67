package io.flowproof.flowlog.intel;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plain lists and CSV. A line of names before the first entry, perhaps as a comment, names the
 * columns of CSV; without names every value that looks like one is an indicator.
 */
final class TextFeed {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .build();

  private static final Pattern COMMENTED = Pattern.compile("\\s+[#;]\\s*|\\s+//\\s*|\\s+");

  private static final List<String> VALUES =
      List.of(
          "indicator",
          "ioc",
          "iocvalue",
          "observable",
          "observablevalue",
          "ip",
          "ipaddress",
          "ipaddr",
          "address",
          "networkip",
          "dstip",
          "srcip",
          "sourceip",
          "destinationip",
          "destip",
          "cidr",
          "network",
          "subnet",
          "netblock",
          "domain",
          "domainname",
          "fqdn",
          "host",
          "hostname",
          "url",
          "hash",
          "sha256",
          "md5",
          "value");
  private static final Set<String> SOURCES = Set.of("srcip", "sourceip");
  private static final Set<String> DESTINATIONS = Set.of("dstip", "destinationip", "destip");

  private TextFeed() {}

  static IndicatorFile read(String feed, String text) {
    List<Entry> entries = new ArrayList<>();
    String lastComment = "";
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (isComment(stripped)) {
        lastComment = entries.isEmpty() ? stripped.replaceFirst("^[#;/]+\\s*", "") : lastComment;
      } else if (!stripped.isEmpty()) {
        entries.add(new Entry("line " + number, stripped));
      }
    }
    IndicatorFile.Builder file = new IndicatorFile.Builder();
    if (entries.isEmpty()) {
      return file.build();
    }
    if (entries.getFirst().text.indexOf(',') < 0) {
      entries.forEach(entry -> plain(feed, entry, file));
      return file.build();
    }
    List<String> first = row(entries.getFirst().text);
    boolean named = first.stream().anyMatch(TextFeed::isValueName);
    List<String> names = named ? first : row(lastComment);
    List<Entry> rows = named ? entries.subList(1, entries.size()) : entries;
    boolean known = names.stream().anyMatch(TextFeed::isValueName);
    List<String> keys = known ? names.stream().map(TextFeed::key).toList() : List.of();
    rows.forEach(row -> csv(feed, keys, row, file));
    return file.build();
  }

  /** A line that is neither empty nor a comment. */
  private record Entry(String place, String text) {}

  private static boolean isComment(String line) {
    return line.startsWith("#") || line.startsWith(";") || line.startsWith("//");
  }

  private static boolean isValueName(String name) {
    return VALUES.contains(key(name));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** The text before a comment is the value; the comment says what it is about. */
  private static void plain(String feed, Entry entry, IndicatorFile.Builder file) {
    String[] parts = COMMENTED.split(entry.text, 2);
    Optional<Observable> observable = Observable.of(parts[0]);
    if (observable.isEmpty()) {
      file.leaveOut("no address, network, domain, URL or hash", entry.place, entry.text);
      return;
    }
    String about = parts.length > 1 ? parts[1].strip() : null;
    file.add(entry.place, new Draft(feed, observable.get()).about(about).indicator());
  }

  private static void csv(
      String feed, List<String> names, Entry entry, IndicatorFile.Builder file) {
    List<String> values = row(entry.text);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
      if (!values.get(i).isBlank()) {
        row.putIfAbsent(names.get(i), values.get(i));
      }
    }
    List<Observable> found = new ArrayList<>();
    if (names.isEmpty()) {
      values.forEach(value -> Observable.of(value).ifPresent(found::add));
    } else {
      for (String name : VALUES) {
        String value = row.get(name);
        if (value != null) {
          Observable.of(value, side(name)).ifPresent(found::add);
        }
      }
    }
    if (found.isEmpty()) {
      file.leaveOut("no address, network, domain, URL or hash", entry.place, entry.text);
    }
    // One line is one indicator; the hash of the same file beside an address is no second one.
    found.stream()
        .limit(1)
        .forEach(
            one -> file.add(entry.place, draft(entry.place, feed, one, row, file).indicator()));
  }

  private static Observable.Side side(String name) {
    return SOURCES.contains(name)
        ? Observable.Side.SOURCE
        : DESTINATIONS.contains(name) ? Observable.Side.DESTINATION : Observable.Side.ANY;
  }

  private static Draft draft(
      String place,
      String feed,
      Observable observable,
      Map<String, String> row,
      IndicatorFile.Builder file) {
    String source = first(row, "source", "provider", "feed", "indicatorprovider");
    Draft draft = new Draft(source == null ? feed : source, observable);
    draft.id(first(row, "id", "externalindicatorid", "indicatorid"));
    draft.about(first(row, "description", "comment", "reason", "name", "malware"));
    String confidence = first(row, "confidence", "confidencescore", "confidencelevel");
    if (confidence != null && confidence.matches("\\d{1,3}(\\.\\d+)?")) {
      draft.confidence((int) Double.parseDouble(confidence));
    }
    draft.validFrom(
        file.time(
            place,
            "valid_from",
            first(row, "validfrom", "firstseen", "firstseenutc", "startdate")));
    draft.validUntil(
        file.time(
            place,
            "valid_until",
            first(row, "validuntil", "expirationdatetime", "expiration", "expires", "enddate")));
    draft.created(file.time(place, "created", first(row, "created", "dateadded", "date")));
    draft.threatType(first(row, "threattype", "threat", "category", "indicatortype"));
    String tags = first(row, "tags", "labels");
    draft.tags(tags == null ? List.of() : List.of(tags.split("\\s*[,;|]\\s*")));
    draft.tlp(first(row, "tlp", "trafficlightprotocollevel", "tlplevel"));
    return draft;
  }

  private static @Nullable String first(Map<String, String> row, String... names) {
    for (String name : names) {
      String value = row.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static List<String> row(String line) {
    if (line.isBlank()) {
      return List.of();
    }
    if (line.indexOf('"') < 0) {
      return Stream.of(line.split(",", -1)).map(String::strip).toList();
    }
    try (MappingIterator<List<String>> rows = CSV.readerForListOf(String.class).readValues(line)) {
      return rows.hasNext() ? rows.next() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      return List.of(line.split(","));
    }
  }
}
