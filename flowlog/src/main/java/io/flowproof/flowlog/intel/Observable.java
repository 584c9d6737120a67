package io.flowproof.flowlog.intel;

import io.flowproof.core.address.AddressReader;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be observed.
 *
 * @param kind what the value is
 * @param side which end of a connection is meant
 * @param value an address in its canonical text, a network in CIDR form, a domain in lower case, a
 *     URL or a hash as it was written
 */
public record Observable(Kind kind, Side side, String value) {
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)([\\p{L}\\p{N}_]([\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}_])?\\.)+"
              + "[\\p{L}][\\p{L}\\p{N}-]{1,62}\\.?");
  private static final Pattern HASH =
      Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}");
  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://\\S+");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

  /** What a value is. */
  public enum Kind {
    /** An IPv4 or IPv6 address. */
    ADDRESS,
    /** A network in CIDR form. */
    NETWORK,
    /** A name of hosts. */
    DOMAIN,
    /** A URL. */
    URL,
    /** An address of a mailbox. */
    EMAIL,
    /** The hash of a file. */
    HASH
  }

  /** Which end of a connection is meant. */
  public enum Side {
    /** Whoever opens it. */
    SOURCE,
    /** Whoever is asked. */
    DESTINATION,
    /** Either. */
    ANY
  }

  /** What a text is by its looks; empty where it is none of the kinds. */
  public static Optional<Observable> of(String text) {
    return of(text, Side.ANY);
  }

  /** The same for one end of a connection. */
  static Optional<Observable> of(String text, Side side) {
    String value = refanged(text.strip());
    AddressReader reader = new AddressReader();
    if (reader.read(value)) {
      return Optional.of(new Observable(Kind.ADDRESS, side, reader.text()));
    }
    int slash = value.indexOf('/');
    if (slash > 0 && reader.read(value.substring(0, slash))) {
      return network(reader, value.substring(slash + 1), side);
    }
    if (URL.matcher(value).matches()) {
      return Optional.of(new Observable(Kind.URL, side, value));
    }
    if (EMAIL.matcher(value).matches()) {
      return Optional.of(new Observable(Kind.EMAIL, side, value));
    }
    if (HASH.matcher(value).matches()) {
      return Optional.of(new Observable(Kind.HASH, side, value.toLowerCase(Locale.ROOT)));
    }
    return DOMAIN.matcher(value).matches()
        ? Optional.of(
            new Observable(
                Kind.DOMAIN, side, value.toLowerCase(Locale.ROOT).replaceAll("\\.$", "")))
        : Optional.empty();
  }

  /** As it was before it was made harmless: {@code hxxp://bad[.]example}. */
  private static String refanged(String text) {
    String value = text.indexOf('[') < 0 ? text : text.replace("[.]", ".");
    return value.regionMatches(true, 0, "hxxp", 0, 4) ? "http" + value.substring(4) : value;
  }

  /** A network of one address is that address. */
  private static Optional<Observable> network(AddressReader reader, String length, Side side) {
    if (!length.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(length);
    int most = reader.isIpv6() ? 128 : 32;
    if (bits > most) {
      return Optional.empty();
    }
    return Optional.of(
        bits == most
            ? new Observable(Kind.ADDRESS, side, reader.text())
            : new Observable(Kind.NETWORK, side, reader.text() + "/" + bits));
  }

  /** The left side of its comparison in a STIX pattern (STIX 2.1, section 9 and 6). */
  public String path() {
    return switch (kind) {
      case ADDRESS, NETWORK ->
          switch (side) {
            case SOURCE -> "network-traffic:src_ref.value";
            case DESTINATION -> "network-traffic:dst_ref.value";
            case ANY -> value.indexOf(':') < 0 ? "ipv4-addr:value" : "ipv6-addr:value";
          };
      case DOMAIN -> "domain-name:value";
      case URL -> "url:value";
      case EMAIL -> "email-addr:value";
      case HASH -> "file:hashes.'" + hashName() + "'";
    };
  }

  /** The name of a hash's function by its length. */
  private String hashName() {
    return switch (value.length()) {
      case 32 -> "MD5";
      case 40 -> "SHA-1";
      case 64 -> "SHA-256";
      default -> "SHA-512";
    };
  }

  /** A STIX pattern that matches just this. */
  String pattern() {
    return "[" + path() + " = '" + value.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }
}
