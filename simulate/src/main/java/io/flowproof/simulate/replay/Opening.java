package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.Protocols;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells who opened the connections of captures that have a flow for each direction: whoever sent
 * first, or where only one direction is there, the side with the higher port.
 */
final class Opening {
  private Opening() {}

  /** The same flows, in the order of time, with a SYN-ACK where the flow answers another. */
  static List<CapturedFlow> found(List<CapturedFlow> flows) {
    Set<List<Object>> seen = new HashSet<>();
    List<CapturedFlow> found = new ArrayList<>(flows.size());
    for (CapturedFlow flow : flows) {
      seen.add(
          List.of(
              flow.client(), flow.clientPort(), flow.server(), flow.serverPort(), flow.protocol()));
    }
    Set<List<Object>> before = new HashSet<>();
    for (CapturedFlow flow : flows) {
      List<Object> reverse =
          List.of(
              flow.server(), flow.serverPort(), flow.client(), flow.clientPort(), flow.protocol());
      before.add(
          List.of(
              flow.client(), flow.clientPort(), flow.server(), flow.serverPort(), flow.protocol()));
      boolean answers =
          seen.contains(reverse) ? before.contains(reverse) : flow.clientPort() < flow.serverPort();
      CapturedFlow.Side side = flow.there();
      boolean tcp = flow.protocol() == Protocols.TCP;
      found.add(
          tcp && answers
              ? flow.with(
                  new CapturedFlow.Side(
                      side.packets(), side.bytes(), side.syn(), true, side.fin(), side.rst()))
              : flow);
    }
    return found;
  }
}
