package io.flowproof.evidence.custody;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A raw object as the log knows it.
 *
 * @param entry the entry that says so
 * @param collection the number of its collection
 * @param uri where it came from, with the version where the source has versions
 * @param path its file, below the case folder
 * @param size in bytes
 * @param sha256 of its bytes
 * @param sourceTime when the source says that it was last modified; null where it does not
 * @param collected when it was kept, by the collector's clock
 * @param identity what tells this version of the object from others at the source (an ETag, a
 *     checksum); empty where the source has nothing of the kind
 */
public record KeptObject(
    long entry,
    long collection,
    String uri,
    String path,
    long size,
    String sha256,
    @Nullable Instant sourceTime,
    Instant collected,
    String identity) {}
