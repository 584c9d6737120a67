package io.flowproof.detection.coverage;

import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.Replaying;
import io.flowproof.detection.proof.Replaying.Replay;
import io.flowproof.detection.proof.Replaying.ReplayResult;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.TimeToDetect;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long one text of a rule took to find one replayed attack.
 *
 * @param technique that the attack shows
 * @param rule its name
 * @param language of the text
 * @param family the scenario or capture
 * @param network that it was laid over
 * @param origin simulated or captured
 * @param strength null for captures
 * @param time from the first packet to the finding; null when the attack was missed
 */
record Delay(
    String technique,
    String rule,
    Language language,
    String family,
    String network,
    Replaying.Origin origin,
    Replaying.@Nullable Strength strength,
    @Nullable TimeToDetect time) {

  /** All replays of a proof, those that missed among them. */
  static List<Delay> of(Proof proof) {
    List<Delay> delays = new ArrayList<>();
    for (RuleProof rule : proof.rules()) {
      for (Replay replay : rule.replayed().replays()) {
        for (ReplayResult result : replay.results()) {
          delays.add(
              new Delay(
                  replay.technique(),
                  rule.name(),
                  result.language(),
                  replay.family(),
                  replay.network(),
                  replay.origin(),
                  replay.strength(),
                  result.detected() ? result.delay() : null));
        }
      }
    }
    return delays;
  }
}
