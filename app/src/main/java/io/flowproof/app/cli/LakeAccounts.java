package io.flowproof.app.cli;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.lake.read.LakeReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lake knows of the objects that it was given, read when it is first asked for. */
final class LakeAccounts {
  private final QueryEngine engine;
  private @Nullable Reading reading;
  private @Nullable ReadTotals totals;

  LakeAccounts(QueryEngine engine) {
    this.engine = engine;
  }

  synchronized Reading reading() {
    Reading known = reading;
    if (known == null) {
      known = new Reading(LakeReader.accounts(engine), List.of());
      reading = known;
    }
    return known;
  }

  synchronized ReadTotals totals() {
    ReadTotals known = totals;
    if (known == null) {
      known = reading().totals();
      totals = known;
    }
    return known;
  }
}
