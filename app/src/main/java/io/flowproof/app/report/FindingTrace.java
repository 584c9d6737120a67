package io.flowproof.app.report;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.run.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a finding can be named by, and found again by. */
final class FindingTrace {
  private FindingTrace() {}

  /** The same for the same finding of the same text in the same logs, in every run. */
  static String id(Finding finding) {
    String identity =
        String.join(
            "\n",
            finding.rule().id().toString(),
            finding.language().name(),
            finding.entities().toString(),
            finding.firstSeen().toString());
    return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * One SELECT, for {@code query --sql} over files or a lake, of every record of the finding's
   * entities from its first to its last one: the evidence, and what lies around it.
   */
  static String sql(Finding finding) {
    List<String> conditions = new ArrayList<>();
    for (Entity entity : finding.rule().entities()) {
      FlowLogField field = entity.flow();
      String value = finding.entities().get(entity.name());
      if (field != null && value != null) {
        conditions.add(
            "cast(%s as varchar) = '%s'".formatted(field.columnName(), value.replace("'", "''")));
      }
    }
    conditions.add("start_time >= timestamp '%s'".formatted(time(finding.firstSeen().toString())));
    conditions.add("start_time <= timestamp '%s'".formatted(time(finding.lastSeen().toString())));
    return "select * from %s where %s order by start_time, %s, %s"
        .formatted(
            FlowTables.FLOW,
            String.join(" and ", conditions),
            FlowTables.SOURCE_ID,
            FlowTables.SOURCE_LINE);
  }

  private static String time(String iso) {
    return iso.replace('T', ' ').replace("Z", "");
  }
}
