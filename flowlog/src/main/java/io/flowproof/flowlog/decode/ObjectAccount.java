package io.flowproof.flowlog.decode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one raw object: every line is accounted for, {@code lines = flows + nodata +
 * skipdata + rejected}. In JSON an event is a line.
 *
 * @param id the object's number, its place in the reading's list; the {@code source_id} of its rows
 * @param object its path or URI
 * @param s3Name what its name tells
 * @param bytes its size as it lies there
 * @param sha256 the SHA-256 of those bytes, lower-case hex; empty when it could not be read
 * @param formats the formats that its headers or records showed, in order of appearance
 * @param headers header lines
 * @param blank empty lines
 * @param lines all other lines
 * @param flows records with traffic, of a network interface or a transit gateway
 * @param nodata NODATA records
 * @param skipdata SKIPDATA records
 * @param rejected lines that are no record
 * @param first the earliest start (or end) of its records, or null
 * @param last the latest end (or start) of its records, or null
 * @param recorded the times that its records of network interfaces cover, NODATA and SKIPDATA too,
 *     in order; null where that is not known
 * @param interfaces the interfaces recorded
 * @param accounts the account-ids recorded
 * @param controlMessages control messages of subscriptions, which are no events
 * @param damage what is wrong with the object as a container, in words: cut off, corrupt,
 *     unreadable; empty for an intact one
 * @param rejects the first rejected lines, bounded
 * @param rejectsByKind how many lines were rejected, by kind of reason
 */
public record ObjectAccount(
    int id,
    String object,
    S3Name s3Name,
    long bytes,
    String sha256,
    List<FormatCount> formats,
    long headers,
    long blank,
    long lines,
    long flows,
    long nodata,
    long skipdata,
    long rejected,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable List<Stretch> recorded,
    NameSet interfaces,
    NameSet accounts,
    long controlMessages,
    List<String> damage,
    List<Reject> rejects,
    Map<RejectKind, Long> rejectsByKind) {

  /** Checks that the lines add up. */
  public ObjectAccount {
    if (lines != flows + nodata + skipdata + rejected) {
      throw new IllegalArgumentException(
          object
              + ": "
              + lines
              + " lines are not accounted for by "
              + flows
              + " flows, "
              + nodata
              + " NODATA, "
              + skipdata
              + " SKIPDATA and "
              + rejected
              + " rejected");
    }
  }

  /** The same under another name, such as its URI. */
  public ObjectAccount withObject(String other) {
    return new ObjectAccount(
        id,
        other,
        s3Name,
        bytes,
        sha256,
        formats,
        headers,
        blank,
        lines,
        flows,
        nodata,
        skipdata,
        rejected,
        first,
        last,
        recorded,
        interfaces,
        accounts,
        controlMessages,
        damage,
        rejects,
        rejectsByKind);
  }
}
