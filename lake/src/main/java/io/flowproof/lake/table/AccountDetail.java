package io.flowproof.lake.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.flowlog.decode.FormatCount;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.NameSet;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.Reject;
import io.flowproof.flowlog.decode.RejectKind;
import io.flowproof.flowlog.decode.Stretch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an object's account has no column of its own: a JSON object with the formats, interfaces
 * and accounts, damages and rejected lines.
 *
 * @param formats the formats, as header lines, with their counts
 * @param interfaces the interfaces recorded
 * @param accounts the account-ids recorded
 * @param damage what is wrong with the object as a container
 * @param rejects the first rejected lines
 * @param rejectsByKind how many lines were rejected, by kind of reason
 * @param recorded the times that records cover, from and to, in microseconds since 1970; null in a
 *     lake of before these were kept
 */
public record AccountDetail(
    List<Format> formats,
    NameSet interfaces,
    NameSet accounts,
    List<String> damage,
    List<Reject> rejects,
    Map<RejectKind, Long> rejectsByKind,
    @Nullable List<long[]> recorded) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The lines of one format; {@code fields} is its header line. */
  public record Format(String fields, long flows, long nodata, long skipdata, long rejected) {
    static Format of(FormatCount count) {
      return new Format(
          count.format().header(),
          count.flows(),
          count.nodata(),
          count.skipdata(),
          count.rejected());
    }

    FormatCount count() {
      return new FormatCount(
          LogFormat.of(List.of(fields.split(" "))), flows, nodata, skipdata, rejected);
    }
  }

  /** The JSON of an account. */
  public static String json(ObjectAccount account) {
    try {
      return JSON.writeValueAsString(
          new AccountDetail(
              account.formats().stream().map(Format::of).toList(),
              account.interfaces(),
              account.accounts(),
              account.damage(),
              account.rejects(),
              account.rejectsByKind(),
              micros(account.recorded())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what {@link #json} wrote. */
  public static AccountDetail of(String json) {
    try {
      return JSON.readValue(json, AccountDetail.class);
    } catch (JsonProcessingException e) {
      throw new LakeException(
          ErrorCode.DATA, "The lake holds an account that is broken: " + json, e);
    }
  }

  private static @Nullable List<long[]> micros(@Nullable List<Stretch> stretches) {
    return stretches == null
        ? null
        : stretches.stream()
            .map(each -> new long[] {micros(each.from()), micros(each.to())})
            .toList();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The times that records cover, or null. */
  public @Nullable List<Stretch> stretches() {
    return recorded == null
        ? null
        : recorded.stream().map(each -> new Stretch(time(each[0]), time(each[1]))).toList();
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** The formats with their counts. */
  public List<FormatCount> formatCounts() {
    return formats.stream().map(Format::count).toList();
  }

  /** The counts of rejected lines. */
  public Map<RejectKind, Long> rejected() {
    return rejectsByKind.isEmpty() ? Map.of() : new EnumMap<>(rejectsByKind);
  }
}
