package io.flowproof.flowlog.decode;

import java.io.ByteArrayInputStream;
import java.util.function.Consumer;

/**
 * The bytes of one record of an Amazon Data Firehose delivery: lines of text, or JSON as {@link
 * JsonEvents} knows it, plain or gzip (what a subscription filter of CloudWatch Logs sends).
 */
final class DeliveredRecord {
  private final LineSink decoder;
  private final Consumer<ByteSource> json;
  private final byte[] buffer = TextLines.newBuffer();

  /**
   * For one object.
   *
   * @param json reads JSON that stands in a record
   */
  DeliveredRecord(LineSink decoder, Consumer<ByteSource> json) {
    this.decoder = decoder;
    this.json = json;
  }

  /**
   * Decodes a record.
   *
   * @param damage is told what is wrong with it as a container
   */
  void decode(byte[] record, Consumer<String> damage) {
    RawInput raw = new RawInput(new ByteArrayInputStream(record), record.length, count -> {});
    if (raw.startsWith(0x1f, 0x8b)) {
      try (GzipSource gzip = new GzipSource(raw)) {
        decode(gzip);
        gzip.damage().forEach(damage);
      }
    } else {
      decode(raw);
    }
  }

  private void decode(ByteSource source) {
    HeadSource head = new HeadSource(source);
    if (head.isJson()) {
      json.accept(head);
    } else {
      new TextLines(decoder, buffer).decode(head);
    }
  }
}
