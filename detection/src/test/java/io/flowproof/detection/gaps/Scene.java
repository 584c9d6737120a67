package io.flowproof.detection.gaps;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.gaps.Blocker.Kind;
import io.flowproof.detection.gaps.RecordedLogs.HourCount;
import io.flowproof.detection.inventory.Inventory;
import io.flowproof.detection.inventory.InventoryFile;
import io.flowproof.detection.inventory.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An incident from 09:00 to 12:00 on 2 March 2026, looked at on the 3rd: what the logs hold and
 * what AWS said, put together by a test.
 */
final class Scene {
  static final Period WINDOW = period("09:00", "12:00");
  static final Instant NOW = Instant.parse("2026-03-03T08:00:00Z");
  private static final long ALL_FIELDS =
      Arrays.stream(FlowLogField.values())
          .mapToLong(FlowTables::presenceBit)
          .reduce(0, (a, b) -> a | b);

  private final Path folder;
  private final Map<String, InterfaceLog> logs = new TreeMap<>();
  private final Map<Instant, HourCount> hours = new TreeMap<>();
  private final List<DeliveredObject> objects = new ArrayList<>();
  private final List<SourceChange> changes = new ArrayList<>();
  private final List<PlannedAction> actions = new ArrayList<>();
  private final List<InventoryFile> files = new ArrayList<>();
  private boolean collected;
  private @Nullable SiemCounts siem;
  private long backwards;
  private long some;

  Scene(Path folder) {
    this.folder = folder;
  }

  static Instant at(String time) {
    return Instant.parse("2026-03-02T" + time + (time.length() == 5 ? ":00Z" : "Z"));
  }

  static Period period(String from, String to) {
    return new Period(at(from), at(to));
  }

  /** An interface with traffic in those times, each such as {@code 09:00-10:00}. */
  Scene talks(String id, String... times) {
    return logged(id, ALL_FIELDS, InterfaceLog.Kind.RECORDED, times);
  }

  /** An interface with NODATA in those times. */
  Scene silent(String id, String... times) {
    return logged(id, ALL_FIELDS, InterfaceLog.Kind.SILENT, times);
  }

  /** An interface whose records were lost in those times. */
  Scene loses(String id, String... times) {
    return logged(id, ALL_FIELDS, InterfaceLog.Kind.LOST, times);
  }

  /** An interface whose records have these fields only. */
  Scene talksWith(long fields, String id, String... times) {
    return logged(id, fields, InterfaceLog.Kind.RECORDED, times);
  }

  /** Some of the records have all fields. */
  Scene someWithAllFields() {
    some = ALL_FIELDS;
    return this;
  }

  private Scene logged(String id, long fields, InterfaceLog.Kind kind, String... times) {
    InterfaceLog before = logs.get(id);
    List<InterfaceLog.Stretch> stretches =
        new ArrayList<>(before == null ? List.of() : before.stretches());
    for (String time : times) {
      Period period = period(time.substring(0, 5), time.substring(6));
      long minutes = period.length().toMinutes();
      stretches.add(new InterfaceLog.Stretch(kind, period, minutes, minutes));
    }
    logs.put(
        id,
        new InterfaceLog(
            id,
            "vpc-1",
            "subnet-1",
            60,
            Duration.ZERO,
            of(stretches, InterfaceLog.Kind.RECORDED),
            of(stretches, InterfaceLog.Kind.RECORDED),
            0,
            of(stretches, InterfaceLog.Kind.SILENT),
            of(stretches, InterfaceLog.Kind.LOST),
            fields,
            some | fields,
            stretches));
    return this;
  }

  private static long of(List<InterfaceLog.Stretch> stretches, InterfaceLog.Kind kind) {
    return stretches.stream()
        .filter(s -> s.kind() == kind)
        .mapToLong(InterfaceLog.Stretch::records)
        .sum();
  }

  Scene hour(String time, long flows, long all) {
    hours.put(at(time), new HourCount(flows, all));
    return this;
  }

  Scene siem(String csv) throws IOException {
    siem = SiemCounts.read(Files.writeString(folder.resolve("siem.csv"), csv));
    return this;
  }

  Scene before(String action) {
    actions.add(PlannedAction.parse(action));
    return this;
  }

  /** The objects were collected into a case, where these were seen to have changed. */
  Scene collected(SourceChange... seen) {
    collected = true;
    changes.addAll(List.of(seen));
    return this;
  }

  Scene object(DeliveredObject object) {
    objects.add(object);
    return this;
  }

  /** Five-minute objects of a flow log, with those interfaces in them. */
  Scene objects(String flowLog, List<String> interfaces, String... slots) {
    for (String slot : slots) {
      objects.add(
          new DeliveredObject(
              flowLog + "_" + slot,
              flowLog,
              at(slot),
              at(slot).plusSeconds(400),
              at(slot),
              at(slot).plusSeconds(240),
              0,
              false,
              interfaces));
    }
    return this;
  }

  Scene recordsBackwards(long records) {
    backwards = records;
    return this;
  }

  /** What the AWS CLI printed, by the name of the file. */
  Scene aws(String name, String json) throws IOException {
    files.add(
        new InventoryFile(
            Files.writeString(folder.resolve(name), json), NOW, "region", 1, false, null, null));
    return this;
  }

  /** The same, of an earlier collection. */
  Scene awsBefore(String name, String json) throws IOException {
    Path file =
        Files.writeString(Files.createDirectories(folder.resolve("before")).resolve(name), json);
    files.add(
        new InventoryFile(file, WINDOW.from().minusSeconds(3600), "region", 0, false, null, null));
    return this;
  }

  /** CloudTrail was asked for these events, and had none. */
  Scene noEvents(String... names) throws IOException {
    for (String name : names) {
      aws("lookup-events-%s.json".formatted(name), "{\"Events\": []}");
    }
    return this;
  }

  /** A flow log of the VPC, to a bucket. */
  Scene flowLog(String members) throws IOException {
    return aws("describe-flow-logs.json", flowLogJson(members));
  }

  static String flowLogJson(String members) {
    return """
    {"FlowLogs": [{"FlowLogId": "fl-1", "ResourceId": "vpc-1", "TrafficType": "ALL",
      "CreationTime": "2026-01-01T00:00:00Z", "LogDestinationType": "s3",
      "LogDestination": "arn:aws:s3:::logs/flow", "MaxAggregationInterval": 60,
      "LogFormat": "${version} ${interface-id} ${srcaddr} ${dstaddr} ${tcp-flags}",
      "DeliverLogsStatus": "SUCCESS"%s}]}
    """
        .formatted(members.isEmpty() ? "" : ", " + members);
  }

  /** Interfaces of the VPC, on an instance each: {@code eni-1} on {@code i-1}. */
  Scene interfaces(String... numbers) throws IOException {
    List<String> json = new ArrayList<>();
    for (String number : numbers) {
      json.add(
          """
          {"NetworkInterfaceId": "eni-%1$s", "VpcId": "vpc-1", "SubnetId": "subnet-1",
           "InterfaceType": "interface", "Status": "in-use", "PrivateIpAddress": "10.0.0.%1$s",
           "Attachment": {"InstanceId": "i-%1$s", "DeleteOnTermination": true,
                          "AttachTime": "2026-01-01T00:00:00Z"}}\
          """
              .formatted(number));
    }
    return aws(
        "describe-network-interfaces.json",
        "{\"NetworkInterfaces\": [" + String.join(",", json) + "]}");
  }

  GapReport report() throws IOException {
    Inventory inventory = InventoryReader.read(files);
    return new GapAnalysis(
            WINDOW, NOW, inventory, objects, changes, collected, actions, Optional.ofNullable(siem))
        .of(new RecordedLogs(WINDOW, logs, hours, backwards, 0));
  }

  /** A blocker in lines: its verdict, its facts with their sign, what to do. */
  String blocker(Kind kind) throws IOException {
    Blocker blocker =
        report().blockers().stream().filter(b -> b.kind() == kind).findFirst().orElseThrow();
    StringBuilder text = new StringBuilder(blocker.verdict().words()).append('\n');
    for (Blocker.Fact fact : blocker.facts()) {
      text.append(
              switch (fact.says()) {
                case FOUND -> "! ";
                case CANNOT_TELL -> "? ";
                case NOT_FOUND -> "- ";
              })
          .append(fact.text())
          .append('\n');
    }
    blocker.now().forEach(now -> text.append("> ").append(now).append('\n'));
    return text.toString();
  }
}
