package io.flowproof.detection.prove;

import io.flowproof.detection.proof.ProofLevel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How rules are proven.
 *
 * @param most the highest level that is tried
 * @param seed where all chance comes from
 * @param jobs how many rules are proven beside each other, at least 1
 * @param honest how long each network's honest work is looked at for level 5
 * @param ingest what a SIEM is assumed to take from an object's arrival until it can be searched
 * @param captures a folder of replayed captures, or null
 * @param cache a folder of earlier results, or null for none
 * @param program what stands for the program's own state in the cache's keys: another program may
 *     come to other results
 */
public record ProveOptions(
    ProofLevel most,
    long seed,
    int jobs,
    Duration honest,
    Duration ingest,
    @Nullable Path captures,
    @Nullable Path cache,
    String program) {}
