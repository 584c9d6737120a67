package io.flowproof.simulate.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the packets of a connection cross, one list of steps for each direction; it ends at the step
 * that rejects.
 *
 * @param there the steps of what the client sends
 * @param back the steps of what the server sends
 * @param arrives whether the client's packets reach the server
 * @param returns whether the server's packets reach the client
 * @param unrecorded why none of it is ever recorded, or null
 * @param target the interface that the client's packets reach, or null
 */
public record Journey(
    List<Step> there,
    List<Step> back,
    boolean arrives,
    boolean returns,
    @Nullable Unrecorded unrecorded,
    @Nullable Eni target) {}
