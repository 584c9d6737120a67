package io.flowproof.flowlog.asset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that the AWS CLI printed.
 *
 * @param path the file
 * @param at when AWS was asked, which the file itself does not say
 */
public record InventoryFile(Path path, Instant at) {
  private static final Pattern TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[T_](\\d\\d)[:.-]?(\\d\\d)(?:[:.-]?(\\d\\d))?Z?)?");

  /**
   * With the time that is known, else the one in the file's name ({@code
   * eni-2026-03-02T1000Z.json}, UTC), else when the file was changed last.
   */
  public static InventoryFile of(Path path, @Nullable Instant at) throws IOException {
    if (at != null) {
      return new InventoryFile(path, at);
    }
    Instant named = named(String.valueOf(path.getFileName()));
    return new InventoryFile(
        path, named == null ? Files.getLastModifiedTime(path).toInstant() : named);
  }

  private static @Nullable Instant named(String name) {
    Matcher matcher = TIME.matcher(name);
    if (!matcher.find()) {
      return null;
    }
    try {
      if (matcher.group(2) == null) {
        return LocalDate.parse(matcher.group(1)).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      String seconds = matcher.group(4) == null ? "00" : matcher.group(4);
      return Instant.parse(
          "%sT%s:%s:%sZ".formatted(matcher.group(1), matcher.group(2), matcher.group(3), seconds));
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
