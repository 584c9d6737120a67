package io.flowproof.simulate.replay;

import io.flowproof.simulate.record.RecorderTotals;
import java.util.List;
import java.util.Map;

/**
 * What a replay did. Every line or packet of the capture is accounted for: {@code entries} were
 * replayed, {@code refused} were not; of the packets given to the recorder, some met no interface
 * of the VPC and some are never recorded by AWS.
 *
 * @param entries flows or packets that were replayed
 * @param refused how many entries were not, by reason
 * @param firstRefused the first of them, with their place
 * @param recorded what the recorder was given and wrote
 * @param interfaces how many interfaces the VPC has
 * @param labels how many lines of truth were written
 */
public record ReplayReport(
    long entries,
    Map<String, Long> refused,
    List<String> firstRefused,
    RecorderTotals recorded,
    int interfaces,
    long labels) {}
