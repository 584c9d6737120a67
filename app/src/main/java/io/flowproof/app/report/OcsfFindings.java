package io.flowproof.app.report;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.Tactic;
import io.flowproof.core.attack.Technique;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.Severity;
import io.flowproof.detection.run.Finding;
import io.flowproof.flowlog.decode.ObjectAccount;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Findings as events of the class Detection Finding (2004) of the Open Cybersecurity Schema
 * Framework 1.8.0, one JSON object a line, for each finding of each language. Times are Unix
 * milliseconds. The same finding in the same logs has the same {@code finding_info.uid} in every
 * run.
 */
public final class OcsfFindings {
  private static final String SCHEMA = "1.8.0";
  private static final int CLASS = 2004;
  private static final int CREATE = 1;
  private static final int RULE = 1;
  private static final int REGULAR_FILE = 1;
  private static final int SHA_256 = 3;
  private static final String DATA_SOURCE = "AWS VPC Flow Logs";

  private final Detection detection;
  private final String version;

  /**
   * Of one run.
   *
   * @param version that of the product
   */
  public OcsfFindings(Detection detection, String version) {
    this.detection = detection;
    this.version = version;
  }

  /** An event a line. */
  public void lines(PrintStream out) {
    detection.findings().forEach(finding -> out.print(Json.line(event(finding)) + "\n"));
  }

  private Map<String, @Nullable Object> event(Finding finding) {
    String uid = FindingTrace.id(finding);
    List<OcsfEntity> entities = entities(finding);
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("class_uid", CLASS);
    event.put("class_name", "Detection Finding");
    event.put("category_uid", CLASS / 1000);
    event.put("category_name", "Findings");
    event.put("activity_id", CREATE);
    event.put("activity_name", "Create");
    event.put("type_uid", CLASS * 100 + CREATE);
    event.put("type_name", "Detection Finding: Create");
    event.put("time", finding.lastSeen().toEpochMilli());
    event.put("start_time", finding.firstSeen().toEpochMilli());
    event.put("end_time", finding.lastSeen().toEpochMilli());
    event.put("severity_id", severityId(finding.rule().severity()));
    event.put("severity", title(finding.rule().severity().name()));
    event.put("status_id", 1);
    event.put("status", "New");
    event.put("is_alert", true);
    event.put("message", message(finding));
    event.put("finding_info", info(finding, uid));
    event.put("evidences", evidences(finding, entities));
    event.put("observables", entities.stream().map(OcsfEntity::observable).toList());
    event.put("resources", entities.stream().flatMap(e -> e.resource().stream()).toList());
    List<Object> enrichments = enrichments(finding, entities);
    if (!enrichments.isEmpty()) {
      event.put("enrichments", enrichments);
    }
    if (!finding.rule().response().isEmpty()) {
      event.put("remediation", Map.of("desc", String.join("\n", finding.rule().response())));
    }
    event.put("metadata", metadata(uid));
    event.put("unmapped", unmapped(finding));
    return event;
  }

  private List<Object> enrichments(Finding finding, List<OcsfEntity> entities) {
    Map<String, Object> contexts = detection.contexts().json(finding);
    List<Object> enrichments = new ArrayList<>();
    for (OcsfEntity entity : entities) {
      if (contexts.get(entity.entity().name()) instanceof Map<?, ?> context
          && EntityContexts.tellsAnything(context)) {
        enrichments.add(entity.enrichment(context));
      }
    }
    return enrichments;
  }

  private Map<String, @Nullable Object> metadata(String uid) {
    Map<String, @Nullable Object> product = new LinkedHashMap<>();
    product.put("name", "Flowproof");
    product.put("vendor_name", "Flowproof");
    product.put("version", version);
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("version", SCHEMA);
    metadata.put("product", product);
    metadata.put("log_name", DATA_SOURCE);
    metadata.put("log_provider", "AWS");
    metadata.put("uid", uid);
    return metadata;
  }

  private static Map<String, @Nullable Object> info(Finding finding, String uid) {
    Rule rule = finding.rule();
    Map<String, @Nullable Object> analytic = new LinkedHashMap<>();
    analytic.put("type_id", RULE);
    analytic.put("type", "Rule");
    analytic.put("uid", rule.id().toString());
    analytic.put("name", rule.name());
    analytic.put("desc", rule.description());
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    info.put("uid", uid);
    info.put("title", rule.title());
    info.put("desc", rule.description());
    info.put("analytic", analytic);
    info.put("attacks", rule.attack().stream().map(OcsfFindings::attack).toList());
    info.put("data_sources", List.of(DATA_SOURCE));
    info.put("first_seen_time", finding.firstSeen().toEpochMilli());
    info.put("last_seen_time", finding.lastSeen().toEpochMilli());
    info.put("related_events_count", finding.evidence().total());
    rule.references().stream()
        .findFirst()
        .map(URI::toString)
        .ifPresent(reference -> info.put("src_url", reference));
    return info;
  }

  private static Map<String, @Nullable Object> attack(Rule.Technique shown) {
    Map<String, @Nullable Object> attack = new LinkedHashMap<>();
    Map<String, @Nullable Object> tactic = new LinkedHashMap<>();
    Tactic.find(shown.tactic()).ifPresent(found -> tactic.put("uid", found.id()));
    tactic.put("name", Tactic.find(shown.tactic()).map(Tactic::title).orElse(shown.tactic()));
    attack.put("tactic", tactic);
    String parent = shown.id().split("\\.")[0];
    attack.put("technique", technique(parent));
    if (!parent.equals(shown.id())) {
      attack.put("sub_technique", technique(shown.id()));
    }
    attack.put("version", AttackMatrix.VERSION);
    return attack;
  }

  private static Map<String, @Nullable Object> technique(String id) {
    Map<String, @Nullable Object> technique = new LinkedHashMap<>();
    technique.put("uid", id);
    AttackMatrix.pinned()
        .technique(id)
        .map(Technique::name)
        .ifPresent(name -> technique.put("name", name));
    technique.put("src_url", "https://attack.mitre.org/techniques/" + id.replace('.', '/') + "/");
    return technique;
  }

  /** What was found, then where it stands in the raw objects. */
  private List<Object> evidences(Finding finding, List<OcsfEntity> entities) {
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    found.put("name", "Result row");
    Map<String, @Nullable Object> source = new LinkedHashMap<>();
    Map<String, @Nullable Object> destination = new LinkedHashMap<>();
    entities.forEach(entity -> entity.addTo(source, destination));
    if (!source.isEmpty()) {
      found.put("src_endpoint", source);
    }
    if (!destination.isEmpty()) {
      found.put("dst_endpoint", destination);
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("entities", finding.entities());
    data.put("row", finding.row());
    found.put("data", data);
    List<Object> evidences = new ArrayList<>(List.of(found));
    LineRanges.byObject(finding.evidence().lines())
        .forEach((id, lines) -> evidences.add(raw(detection.searched().object(id), lines)));
    return evidences;
  }

  private static Map<String, @Nullable Object> raw(ObjectAccount account, List<Long> lines) {
    String path = account.object();
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("name", path.substring(path.lastIndexOf('/') + 1));
    file.put("path", path);
    file.put("type_id", REGULAR_FILE);
    file.put("type", "Regular File");
    file.put("size", account.bytes());
    Map<String, @Nullable Object> hash = new LinkedHashMap<>();
    hash.put("algorithm_id", SHA_256);
    hash.put("algorithm", "SHA-256");
    hash.put("value", account.sha256());
    file.put("hashes", List.of(hash));
    Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
    evidence.put("name", "Raw log lines");
    evidence.put("file", file);
    evidence.put("data", Map.of("lines", lines));
    return evidence;
  }

  private static List<OcsfEntity> entities(Finding finding) {
    List<OcsfEntity> entities = new ArrayList<>();
    for (Entity entity : finding.rule().entities()) {
      String value = finding.entities().get(entity.name());
      if (value != null) {
        entities.add(new OcsfEntity(entity, value));
      }
    }
    return entities;
  }

  private static Map<String, @Nullable Object> unmapped(Finding finding) {
    Map<String, @Nullable Object> unmapped = new LinkedHashMap<>();
    unmapped.put("language", finding.language().name().toLowerCase(Locale.ROOT));
    unmapped.put("windows", finding.windows());
    unmapped.put("flows", finding.flows());
    unmapped.put("bytes", finding.bytes());
    unmapped.put("evidence_basis", finding.evidence().basis().name().toLowerCase(Locale.ROOT));
    return unmapped;
  }

  private static String message(Finding finding) {
    List<String> parts = new ArrayList<>();
    finding.entities().forEach((name, value) -> parts.add(name + " " + value));
    return finding.rule().title() + ": " + String.join(", ", parts);
  }

  private static int severityId(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> 1;
      case LOW -> 2;
      case MEDIUM -> 3;
      case HIGH -> 4;
    };
  }

  private static String title(String constant) {
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
  }
}
