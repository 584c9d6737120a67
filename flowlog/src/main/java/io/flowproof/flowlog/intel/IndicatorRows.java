package io.flowproof.flowlog.intel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.IndicatorTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Indicators as rows of the table {@link IndicatorTable}. */
public final class IndicatorRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Indicator> indicators;

  private IndicatorRows(List<Indicator> indicators) {
    this.indicators = indicators;
  }

  /** All of them in one batch, numbered from 1. */
  public static ColumnBatch of(List<Indicator> indicators) {
    return new IndicatorRows(indicators).batch();
  }

  private ColumnBatch batch() {
    List<Column> columns = new ArrayList<>();
    long[] numbers = new long[indicators.size()];
    int[] revoked = new int[indicators.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i + 1L;
      revoked[i] = indicators.get(i).revoked() ? 1 : 0;
    }
    columns.add(new Column.Longs(IndicatorTable.NUMBER, ColumnType.LONG, numbers, null));
    columns.add(new Column.Ints(IndicatorTable.REVOKED, revoked, null));
    columns.add(texts(IndicatorTable.ID, Indicator::id));
    columns.add(texts(IndicatorTable.KIND, i -> lower(i.observable().kind())));
    columns.add(texts(IndicatorTable.SIDE, i -> lower(i.observable().side())));
    columns.add(texts(IndicatorTable.VALUE, i -> i.observable().value()));
    columns.add(texts(IndicatorTable.OBSERVABLE, i -> i.observable().path()));
    columns.add(texts(IndicatorTable.PATTERN, Indicator::pattern));
    columns.add(texts(IndicatorTable.DESCRIPTION, Indicator::description));
    columns.add(confidence());
    columns.add(times(IndicatorTable.VALID_FROM, Indicator::validFrom));
    columns.add(times(IndicatorTable.VALID_UNTIL, Indicator::validUntil));
    columns.add(times(IndicatorTable.CREATED, Indicator::created));
    columns.add(times(IndicatorTable.MODIFIED, Indicator::modified));
    columns.add(texts(IndicatorTable.SOURCE, Indicator::source));
    columns.add(
        texts(
            IndicatorTable.THREAT_TYPE,
            i -> i.threatTypes().isEmpty() ? null : i.threatTypes().getFirst()));
    columns.add(texts(IndicatorTable.TAGS, i -> json(i.tags())));
    columns.add(texts(IndicatorTable.TLP, Indicator::tlp));
    columns.add(texts(IndicatorTable.DATA, Indicator::data));
    return new ColumnBatch(IndicatorTable.NAME, indicators.size(), columns);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String json(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of texts is not JSON", e);
    }
  }

  private Column confidence() {
    int[] values = new int[indicators.size()];
    byte[] validity = new byte[(values.length + 7) / 8];
    for (int i = 0; i < values.length; i++) {
      Integer confidence = indicators.get(i).confidence();
      if (confidence != null) {
        values[i] = confidence;
        mark(validity, i);
      }
    }
    return new Column.Ints(IndicatorTable.CONFIDENCE, values, validity);
  }

  private Column times(String name, Function<Indicator, @Nullable Instant> value) {
    long[] values = new long[indicators.size()];
    byte[] validity = new byte[(values.length + 7) / 8];
    for (int i = 0; i < values.length; i++) {
      Instant time = value.apply(indicators.get(i));
      if (time != null) {
        values[i] = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        mark(validity, i);
      }
    }
    return new Column.Longs(name, ColumnType.TIMESTAMP, values, validity);
  }

  private Column texts(String name, Function<Indicator, @Nullable String> value) {
    byte[] validity = new byte[(indicators.size() + 7) / 8];
    int[] offsets = new int[indicators.size() + 1];
    List<byte[]> all = new ArrayList<>(indicators.size());
    for (int i = 0; i < indicators.size(); i++) {
      String text = value.apply(indicators.get(i));
      byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      if (text != null) {
        mark(validity, i);
      }
      all.add(bytes);
      offsets[i + 1] = Math.addExact(offsets[i], bytes.length);
    }
    byte[] joined = new byte[offsets[indicators.size()]];
    for (int i = 0; i < all.size(); i++) {
      System.arraycopy(all.get(i), 0, joined, offsets[i], all.get(i).length);
    }
    return new Column.Texts(name, joined, offsets, validity);
  }

  private static void mark(byte[] validity, int row) {
    validity[row / 8] |= (byte) (1 << (row % 8));
  }
}
