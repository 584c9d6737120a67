package io.flowproof.detection.pack;

import java.util.List;

/**
 * What an analytics rule of Microsoft Sentinel needs beside the text; nothing in it contradicts the
 * rule's schedule or techniques.
 *
 * @param queryFrequency ISO 8601, equal to {@code schedule.every}
 * @param queryPeriod ISO 8601, equal to {@code schedule.over}
 * @param triggerOperator {@code GreaterThan}, {@code LessThan}, {@code Equal} or {@code NotEqual}
 * @param triggerThreshold number of rows to compare with
 * @param eventGrouping {@code AlertPerResult} or {@code SingleAlert}
 * @param tactics as Sentinel spells them, such as {@code CommandAndControl}
 * @param requiredDataConnectors connectors that bring the tables
 * @param entityMappings which result column fills which entity of an alert
 */
public record SentinelSettings(
    String queryFrequency,
    String queryPeriod,
    String triggerOperator,
    int triggerThreshold,
    String eventGrouping,
    List<String> tactics,
    List<DataConnector> requiredDataConnectors,
    List<EntityMapping> entityMappings) {

  /** Copies the lists. */
  public SentinelSettings {
    tactics = List.copyOf(tactics);
    requiredDataConnectors = List.copyOf(requiredDataConnectors);
    entityMappings = List.copyOf(entityMappings);
  }

  /** A connector and its tables that the rule reads. */
  public record DataConnector(String connectorId, List<String> dataTypes) {
    /** Copies the list. */
    public DataConnector {
      dataTypes = List.copyOf(dataTypes);
    }
  }

  /** An entity of an alert, such as {@code IP}, and what fills it. */
  public record EntityMapping(String entityType, List<FieldMapping> fieldMappings) {
    /** Copies the list. */
    public EntityMapping {
      fieldMappings = List.copyOf(fieldMappings);
    }
  }

  /** An identifier of an entity, such as {@code Address}, and the result column that fills it. */
  public record FieldMapping(String identifier, String columnName) {}
}
