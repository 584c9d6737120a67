package io.flowproof.app.cli;

import io.flowproof.detection.given.CarriedRows;
import io.flowproof.detection.logs.Logs;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.table.LakeSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of a lake in an engine that is not embedded. */
final class RemoteLogs implements Logs {
  private final QueryEngine engine;
  private final String place;
  private final CarriedRows carried;
  private @Nullable Reading reading;
  private @Nullable ReadTotals totals;

  RemoteLogs(QueryEngine engine, String place, CarriedRows carried) {
    this.engine = engine;
    this.place = place;
    this.carried = carried;
  }

  /** What queries carry along, because the engine has the logs only. */
  CarriedRows carried() {
    return carried;
  }

  @Override
  public QueryEngine engine() {
    return engine;
  }

  @Override
  public String state() {
    return "as they are in " + place;
  }

  @Override
  public synchronized Reading reading() {
    Reading known = reading;
    if (known == null) {
      known = new Reading(LakeReader.accounts(engine), List.of());
      reading = known;
    }
    return known;
  }

  @Override
  public synchronized ReadTotals totals() {
    ReadTotals known = totals;
    if (known == null) {
      known = reading().totals();
      totals = known;
    }
    return known;
  }

  /** Of how many flow logs the objects are, as far as their names tell. */
  long flowLogs() {
    String sql = "SELECT count(DISTINCT flow_log_id) FROM " + LakeSchema.SOURCE_OBJECT.name();
    return engine.all(sql).getFirst().getFirst() instanceof Number count ? count.longValue() : 0;
  }

  @Override
  public void close() {
    engine.close();
  }
}
