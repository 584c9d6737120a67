package io.flowproof.app.cli;

import io.flowproof.detection.given.CarriedRows;
import io.flowproof.detection.logs.Logs;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.lake.table.LakeSchema;

/** The tables of a lake in an engine that is not embedded. */
final class RemoteLogs implements Logs {
  private final QueryEngine engine;
  private final String place;
  private final CarriedRows carried;
  private final LakeAccounts accounts;

  RemoteLogs(QueryEngine engine, String place, CarriedRows carried) {
    this.engine = engine;
    this.accounts = new LakeAccounts(engine);
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
  public Reading reading() {
    return accounts.reading();
  }

  @Override
  public ReadTotals totals() {
    return accounts.totals();
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
