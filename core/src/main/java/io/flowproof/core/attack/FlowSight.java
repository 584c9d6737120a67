package io.flowproof.core.attack;

import java.net.URI;
import java.util.List;

/**
 * What VPC flow logs, with every field and of all traffic, can show of a technique. A judgement of
 * this product, with the page of AWS that it rests on.
 *
 * @param technique its id
 * @param degree how much
 * @param reason what shows and what does not, or why nothing does; one line
 * @param page AWS's page of what records hold, or of what is never recorded
 * @param analytics ids of MITRE's analytics of it on flow data; none when MITRE has none and the
 *     judgement is there because detections on flow logs name the technique
 * @param namesFlowLogs true when one of these names VPC flow logs as its source
 */
public record FlowSight(
    String technique,
    Degree degree,
    String reason,
    URI page,
    List<String> analytics,
    boolean namesFlowLogs) {

  /** Copies the list. */
  public FlowSight {
    analytics = List.copyOf(analytics);
  }

  /** How much of a technique shows. */
  public enum Degree {
    /** Addresses, ports, volume or rhythm show the behaviour itself. */
    SEEN,
    /** Something of it shows, that honest traffic may show too: another log must confirm it. */
    HINTED,
    /** Nothing of it shows in any log format. */
    NEVER
  }
}
