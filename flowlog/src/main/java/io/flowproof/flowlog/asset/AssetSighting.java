package io.flowproof.flowlog.asset;

import java.time.Instant;

/**
 * What is known of an asset at the time that was asked about.
 *
 * @param asset the asset as the inventory nearest to that time describes it
 * @param seen the time of that inventory
 * @param certainty how that time lies to what was seen
 */
public record AssetSighting(Asset asset, Instant seen, Certainty certainty) {
  /** How sure it is that the asset was it at the time that was asked about. */
  public enum Certainty {
    /** Between two inventories that agree, since its attachment, or for the interface's life. */
    OBSERVED,
    /** Before or after what inventories saw, with nothing that contradicts. */
    ASSUMED
  }
}
