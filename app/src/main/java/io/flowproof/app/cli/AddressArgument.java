package io.flowproof.app.cli;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to listen: {@code 8088}, {@code 127.0.0.1:8088}, {@code [::1]:8088}. */
final class AddressArgument implements ITypeConverter<InetSocketAddress> {
  private static final Pattern TEXT =
      Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\[\\]]*)):)?([0-9]{1,5})");

  @Override
  public InetSocketAddress convert(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no address to listen at (must be like 8088, 127.0.0.1:8088 or [::1]:8088)");
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    if (host == null || host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new TypeConversionException("'" + host + "' is not known as a host");
    }
    return address;
  }
}
