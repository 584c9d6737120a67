package io.flowproof.evidence.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.flowproof.evidence.custody.Sha256;
import io.flowproof.evidence.receive.RefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery of Amazon Data Firehose says of itself. The whole body is looked at before it is
 * kept, so that a broken one is sent again and not called received.
 *
 * @param requestId the same in every attempt to deliver these records
 * @param time when the request was made
 * @param records how many records there are
 * @param sha256 of the records, in their order: attempts differ in their time only
 * @see <a
 *     href="https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html">the
 *     protocol, version 1.0</a>
 */
record FirehoseDelivery(String requestId, @Nullable Instant time, int records, String sha256) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_RECORDS = 10_000;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

  /**
   * Reads a body.
   *
   * @throws RefusedException if it is not what the protocol says
   */
  static FirehoseDelivery of(InputStream body) throws RefusedException {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("The body is no JSON object");
      }
      Reader reader = new Reader();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        reader.member(parser);
      }
      if (parser.nextToken() != null) {
        throw invalid("Something stands after the JSON object");
      }
      return reader.delivery();
    } catch (IOException e) {
      String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw invalid("The body cannot be read: " + text);
    }
  }

  private static RefusedException invalid(String message) {
    return new RefusedException(Reason.INVALID, message);
  }

  private static final class Reader {
    private final MessageDigest digest = Sha256.digest();
    private @Nullable String requestId;
    private @Nullable Instant time;
    private int records = -1;

    void member(JsonParser parser) throws IOException, RefusedException {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("requestId") && token == JsonToken.VALUE_STRING) {
        requestId = parser.getText();
      } else if (name.equals("timestamp") && token == JsonToken.VALUE_NUMBER_INT) {
        time = Instant.ofEpochMilli(parser.getLongValue());
      } else if (name.equals("records") && token == JsonToken.START_ARRAY) {
        records(parser);
      } else {
        parser.skipChildren();
      }
    }

    private void records(JsonParser parser) throws IOException, RefusedException {
      records = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw invalid("Record %d is no JSON object".formatted(records + 1));
        }
        @Nullable String data = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean isData = parser.currentName().equals("data");
          if (parser.nextToken() == JsonToken.VALUE_STRING && isData) {
            data = parser.getText();
          } else {
            parser.skipChildren();
          }
        }
        record(data);
      }
    }

    private void record(@Nullable String data) throws RefusedException {
      records++;
      if (data == null || data.length() % 4 != 0 || !BASE64.matcher(data).matches()) {
        throw invalid("Record %d has no data in base64".formatted(records));
      }
      if (records > MOST_RECORDS) {
        throw invalid("There are more than %,d records".formatted(MOST_RECORDS));
      }
      byte[] bytes = data.getBytes(StandardCharsets.US_ASCII);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }

    FirehoseDelivery delivery() throws RefusedException {
      if (requestId == null || records < 0) {
        throw invalid("The body has no requestId or no records");
      }
      return new FirehoseDelivery(
          requestId, time, records, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
