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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
 */
public record AccountDetail(
    List<Format> formats,
    NameSet interfaces,
    NameSet accounts,
    List<String> damage,
    List<Reject> rejects,
    Map<RejectKind, Long> rejectsByKind) {
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
              account.rejectsByKind()));
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

  /** The formats with their counts. */
  public List<FormatCount> formatCounts() {
    return formats.stream().map(Format::count).toList();
  }

  /** The counts of rejected lines. */
  public Map<RejectKind, Long> rejected() {
    return rejectsByKind.isEmpty() ? Map.of() : new EnumMap<>(rejectsByKind);
  }
}
