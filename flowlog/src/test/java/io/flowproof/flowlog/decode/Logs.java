package io.flowproof.flowlog.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Flow logs for tests: lines as AWS documents them, in files of a folder. */
final class Logs {
  static final String HEADER =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start"
          + " end action log-status\n";
  static final String SSH =
      "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249"
          + " 1418530010 1418530070 ACCEPT OK\n";
  static final String RDP =
      "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249"
          + " 1418530010 1418530070 REJECT OK\n";
  static final String NODATA =
      "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA\n";
  static final String SKIPDATA =
      "2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA\n";
  static final String HEADER_5 =
      "version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id"
          + " vpc-id subnet-id instance-id interface-id region az-id sublocation-type"
          + " sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service"
          + " pkt-dst-aws-service traffic-path flow-direction log-status\n";
  static final String S3_REPLY =
      "5 52.95.128.179 10.0.0.71 80 34210 6 1616729292 1616729349 IPv4 14 15044 123456789012"
          + " vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b"
          + " eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71"
          + " S3 - - ingress OK\n";
  static final String S3_REQUEST =
      "5 10.0.0.71 52.95.128.179 34210 80 6 1616729292 1616729349 IPv4 7 471 123456789012"
          + " vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b"
          + " eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 3 10.0.0.71 52.95.128.179 -"
          + " S3 8 egress OK\n";

  private final Path folder;
  private final CollectedRows rows = new CollectedRows();
  private ReadOptions options = ReadOptions.STANDARD.withThreads(2);

  Logs(Path folder) {
    this.folder = folder;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(String text) {
    return gzip(bytes(text));
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  Logs put(String name, String text) {
    return put(name, bytes(text));
  }

  Logs put(String name, byte[] content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Logs with(ReadOptions newOptions) {
    options = newOptions;
    return this;
  }

  Reading read() {
    return read(List.of(folder));
  }

  Reading read(List<Path> paths) {
    try {
      return new FlowLogReader(options).read(paths, rows, ReadProgress.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a single object. */
  ObjectAccount readOne() {
    List<ObjectAccount> objects = read().objects();
    if (objects.size() != 1) {
      throw new IllegalStateException("Expected one object and got " + objects.size());
    }
    return objects.getFirst();
  }

  CollectedRows rows() {
    return rows;
  }
}
