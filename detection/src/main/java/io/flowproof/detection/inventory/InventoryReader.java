package io.flowproof.detection.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inventory from files that {@code collect inventory} or the AWS CLI wrote. What a file is
 * is told by what it holds; answers of S3 name no bucket, so those files must be named after the
 * command and the bucket ({@code get-bucket-versioning-BUCKET.json}). A file that cannot be read is
 * a doubt, and the rest is read.
 */
public final class InventoryReader {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long LARGEST = 256L << 20;
  private static final Pattern OF_BUCKET =
      Pattern.compile(
          "(get-bucket-versioning|get-bucket-lifecycle-configuration|get-object-lock-configuration)"
              + "-(.+)\\.json");
  private static final Pattern OF_EVENT =
      Pattern.compile("lookup-events-([A-Za-z]+)(-\\d+)?\\.json");

  /** What {@code collect inventory} numbers its pages with. */
  private static final Pattern PAGE = Pattern.compile("(.*)-\\d{4}(\\.json)");

  /** What CloudTrail keeps of management events without a trail. */
  private static final Duration TRAIL_KEEPS = Duration.ofDays(90);

  private final FlowLogLives lives = new FlowLogLives();
  private final Resources resources = new Resources();
  private final Map<String, LogGroupSetting> groups = new TreeMap<>();
  private final Map<String, BucketSetting> buckets = new TreeMap<>();
  private final Map<String, TrailEvent> events = new TreeMap<>();
  private final List<EventLookup> lookups = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private @Nullable Instant taken;

  private InventoryReader() {}

  /** Reads these files; files of other kinds among them are passed over. */
  public static Inventory read(List<InventoryFile> files) throws IOException {
    InventoryReader reader = new InventoryReader();
    List<InventoryFile> inOrder =
        files.stream().sorted(Comparator.comparing(InventoryFile::taken)).toList();
    for (InventoryFile file : inOrder) {
      reader.file(file);
    }
    return reader.inventory();
  }

  private Inventory inventory() {
    List<TrailEvent> inOrder =
        events.values().stream()
            .sorted(Comparator.comparing(TrailEvent::time).thenComparing(TrailEvent::id))
            .toList();
    return new Inventory(
        lives.finish(inOrder, doubts),
        Collections.unmodifiableMap(resources.interfaces()),
        Collections.unmodifiableMap(resources.instances()),
        Collections.unmodifiableMap(resources.subnets()),
        Collections.unmodifiableMap(groups),
        Collections.unmodifiableMap(buckets),
        inOrder,
        List.copyOf(lookups),
        taken,
        lives.isDescribed(),
        List.copyOf(doubts));
  }

  private void file(InventoryFile file) throws IOException {
    String name = String.valueOf(file.file().getFileName());
    if (!name.endsWith(".json") || Files.size(file.file()) > LARGEST) {
      return;
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readString(file.file()));
    } catch (JsonProcessingException e) {
      doubts.add(
          "%s:%d:%d: not JSON: %s (expected what the AWS CLI prints with --output json)"
              .formatted(
                  file.file(),
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
      return;
    } catch (MalformedInputException e) {
      doubts.add(file.file() + ": not JSON: it is no UTF-8");
      return;
    }
    Matcher bucket = OF_BUCKET.matcher(file.paged() ? PAGE.matcher(name).replaceAll("$1$2") : name);
    boolean known = bucket.matches() ? bucket(bucket, file, root) : answer(file, name, root);
    if (known && (taken == null || file.taken().isAfter(taken))) {
      taken = file.taken();
    }
    if (known && root.hasNonNull("NextToken")) {
      doubts.add(file.file() + " is one page of several: it has a NextToken");
    }
  }

  /** Whether it is an answer that belongs to an inventory. */
  private boolean answer(InventoryFile file, String name, JsonNode root) {
    if (root.path("FlowLogs").isArray()) {
      lives.describe(file, root.path("FlowLogs"), doubts);
    } else if (root.path("NetworkInterfaces").isArray()) {
      root.path("NetworkInterfaces")
          .forEach(node -> resources.networkInterface(node, file.taken()));
    } else if (root.path("Reservations").isArray()) {
      root.path("Reservations")
          .forEach(r -> r.path("Instances").forEach(i -> resources.instance(i, file.taken())));
    } else if (root.path("Subnets").isArray()) {
      root.path("Subnets").forEach(resources::subnet);
    } else if (root.path("logGroups").isArray()) {
      root.path("logGroups").forEach(group -> group(group, file.taken()));
    } else if (root.path("Events").isArray()) {
      events(file, name, root.path("Events"));
    } else {
      return root.path("Vpcs").isArray();
    }
    return true;
  }

  private void group(JsonNode node, Instant seen) {
    String name = node.path("logGroupName").asText("");
    groups.put(
        name,
        new LogGroupSetting(
            name,
            node.path("retentionInDays").asInt(0),
            node.path("deletionProtectionEnabled").asBoolean(false),
            seen));
  }

  private void events(InventoryFile file, String name, JsonNode found) {
    Instant to = file.eventsTo() == null ? file.taken() : file.eventsTo();
    Instant from = file.eventsFrom() == null ? file.taken().minus(TRAIL_KEEPS) : file.eventsFrom();
    Matcher asked = OF_EVENT.matcher(name);
    if (asked.matches()) {
      lookups.add(new EventLookup(asked.group(1), from, to));
    }
    for (JsonNode node : found) {
      event(file, node);
    }
  }

  private void event(InventoryFile file, JsonNode node) {
    Instant time = time(node.path("EventTime"));
    String id = node.path("EventId").asText("");
    if (time == null) {
      doubts.add("%s: the event %s has no EventTime".formatted(file.file(), id));
      return;
    }
    JsonNode body = MAPPER.missingNode();
    try {
      body = MAPPER.readTree(node.path("CloudTrailEvent").asText("{}"));
    } catch (JsonProcessingException e) {
      doubts.add(
          "%s: the CloudTrailEvent of %s is not JSON: %s"
              .formatted(file.file(), id, e.getOriginalMessage()));
    }
    TrailEvent event =
        new TrailEvent(
            id,
            node.path("EventName").asText(""),
            time,
            node.path("Username").asText(body.path("userIdentity").path("arn").asText("")),
            body.path("errorCode").asText(""),
            body);
    events.put(id.isEmpty() ? event.name() + time + events.size() : id, event);
  }

  private boolean bucket(Matcher name, InventoryFile file, JsonNode root) {
    if (root.isMissingNode() || (root.isObject() && root.isEmpty() && !file.paged())) {
      doubts.add(file.file() + " is empty: the bucket has no such setting, or the command failed");
      return false;
    }
    BucketSetting before =
        buckets.getOrDefault(name.group(2), BucketSetting.unknown(name.group(2)));
    buckets.put(
        name.group(2),
        switch (name.group(1)) {
          case "get-bucket-versioning" ->
              before.withVersioning(root.path("Status").asText("never"));
          case "get-object-lock-configuration" -> before.withLockedDays(lockedDays(root));
          default -> before.withLifecycle(rules(root));
        });
    return true;
  }

  private static int lockedDays(JsonNode root) {
    JsonNode retention = root.path("ObjectLockConfiguration").path("Rule").path("DefaultRetention");
    return retention.path("Days").asInt(0) + 365 * retention.path("Years").asInt(0);
  }

  private static List<BucketSetting.Rule> rules(JsonNode root) {
    List<BucketSetting.Rule> rules = new ArrayList<>();
    for (JsonNode node : root.path("Rules")) {
      BucketSetting.Rule rule = LifecycleRule.of(node);
      boolean deletes =
          rule.days().isPresent() || rule.date().isPresent() || rule.noncurrentDays().isPresent();
      if (deletes && node.path("Status").asText("Enabled").equals("Enabled")) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /** ISO 8601, as version 2 of the AWS CLI prints, or seconds since 1970, as version 1 does. */
  static @Nullable Instant time(JsonNode node) {
    if (node.isNumber()) {
      return Instant.ofEpochMilli(Math.round(node.asDouble() * 1000));
    }
    return Times.parse(node.asText(""));
  }
}
