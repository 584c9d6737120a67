package io.flowproof.core.schema;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import java.util.List;

/**
 * The physical table {@code indicator}: what feeds of threat intelligence say is bad, a row for
 * each thing that can be observed.
 */
public final class IndicatorTable {
  /** The table's name. */
  public static final String NAME = "indicator";

  /** LONG: the row's number over all feeds, from 1. Never null. */
  public static final String NUMBER = "number";

  /** TEXT: the feed's own name of the indicator; several rows share it where it names several. */
  public static final String ID = "id";

  /**
   * TEXT: {@code address}, {@code network}, {@code domain}, {@code url}, {@code email}, {@code
   * hash}.
   */
  public static final String KIND = "kind";

  /**
   * TEXT: the end of a connection that is meant, {@code source}, {@code destination}, {@code any}.
   */
  public static final String SIDE = "side";

  /** TEXT: the address, network, domain, URL, or hash. Never null. */
  public static final String VALUE = "value";

  /** TEXT: the left side of its comparison in a STIX pattern, {@code ipv4-addr:value}. */
  public static final String OBSERVABLE = "observable";

  /** TEXT: the STIX pattern, made up where the feed has none. */
  public static final String PATTERN = "pattern";

  /** TEXT: what the feed says of it, or null. */
  public static final String DESCRIPTION = "description";

  /** INT, 0 to 100: how sure the feed is, or null. */
  public static final String CONFIDENCE = "confidence";

  /** TIMESTAMP: when it begins to hold, or null. */
  public static final String VALID_FROM = "valid_from";

  /** TIMESTAMP: when it ends to hold, or null. */
  public static final String VALID_UNTIL = "valid_until";

  /** TIMESTAMP: when it was made, or null. */
  public static final String CREATED = "created";

  /** TIMESTAMP: when it was changed last, or null. */
  public static final String MODIFIED = "modified";

  /** INT: 1 where the feed has taken it back, else 0. */
  public static final String REVOKED = "revoked";

  /** TEXT: the feed. Never null. */
  public static final String SOURCE = "source";

  /** TEXT: the first kind of threat that the feed names, or null. */
  public static final String THREAT_TYPE = "threat_type";

  /** TEXT: a JSON array of the feed's tags. */
  public static final String TAGS = "tags";

  /** TEXT: {@code white}, {@code green}, {@code amber}, {@code red}, or null. */
  public static final String TLP = "tlp";

  /** TEXT: the indicator as a STIX object in JSON. */
  public static final String DATA = "data";

  /** The table. */
  public static final TableShape SHAPE =
      new TableShape(
          NAME,
          List.of(
              new ShapeColumn(NUMBER, ColumnType.LONG),
              new ShapeColumn(ID, ColumnType.TEXT),
              new ShapeColumn(KIND, ColumnType.TEXT),
              new ShapeColumn(SIDE, ColumnType.TEXT),
              new ShapeColumn(VALUE, ColumnType.TEXT),
              new ShapeColumn(OBSERVABLE, ColumnType.TEXT),
              new ShapeColumn(PATTERN, ColumnType.TEXT),
              new ShapeColumn(DESCRIPTION, ColumnType.TEXT),
              new ShapeColumn(CONFIDENCE, ColumnType.INT),
              new ShapeColumn(VALID_FROM, ColumnType.TIMESTAMP),
              new ShapeColumn(VALID_UNTIL, ColumnType.TIMESTAMP),
              new ShapeColumn(CREATED, ColumnType.TIMESTAMP),
              new ShapeColumn(MODIFIED, ColumnType.TIMESTAMP),
              new ShapeColumn(REVOKED, ColumnType.INT),
              new ShapeColumn(SOURCE, ColumnType.TEXT),
              new ShapeColumn(THREAT_TYPE, ColumnType.TEXT),
              new ShapeColumn(TAGS, ColumnType.TEXT),
              new ShapeColumn(TLP, ColumnType.TEXT),
              new ShapeColumn(DATA, ColumnType.TEXT)));

  private IndicatorTable() {}
}
