package io.flowproof.simulate.replay;

import io.flowproof.core.address.Network;
import io.flowproof.simulate.record.FlowLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to replay, and where.
 *
 * @param format what the files are
 * @param files the captures
 * @param vpc the networks whose addresses are interfaces of the VPC
 * @param map how addresses are moved before
 * @param at when the first packet comes, or null for when it was captured
 * @param nodata whether windows without traffic are recorded
 * @param log the flow log that records it
 */
public record ReplayRequest(
    CaptureFormat format,
    List<Path> files,
    List<Network> vpc,
    AddressMap map,
    @Nullable Instant at,
    boolean nodata,
    FlowLog log) {}
