package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what records tell of an interface beyond the network: {@code tags}, the ECS task that runs
 * behind it, and its sublocation (Amazon VPC User Guide, "Flow log records", versions 4, 7, 11).
 */
final class MetadataReader {
  private static final List<String> SUBLOCATIONS = List.of("wavelength", "outpost", "localzone");

  private final String seed;
  private final Vpc vpc;
  private final Map<FlowLogField, String> values = new EnumMap<>(FlowLogField.class);

  /**
   * @param seed the interface's name, of which its task's ids are made
   */
  MetadataReader(String seed, Vpc vpc) {
    this.seed = seed;
    this.vpc = vpc;
  }

  Map<FlowLogField, String> read(Yaml y) {
    Yaml tags = y.at("tags");
    tags.only("instance", "interface", "asg");
    tags(tags.at("instance"), FlowLogField.INSTANCE_TAG, FlowLogField.INSTANCE_TAG_2);
    tags(tags.at("interface"), FlowLogField.INTERFACE_TAG, FlowLogField.INTERFACE_TAG_2);
    tags(tags.at("asg"), FlowLogField.ASG_TAG, FlowLogField.ASG_TAG_2);
    if (!y.at("ecs").isMissing()) {
      ecs(y.at("ecs"));
    }
    sublocation(y.at("sublocation"));
    return values;
  }

  private void tags(Yaml y, FlowLogField first, FlowLogField second) {
    List<String> texts = y.texts();
    if (texts.size() > 2) {
      throw y.wrong("There must be one tag value or two");
    }
    if (!texts.isEmpty()) {
      values.put(first, texts.getFirst());
    }
    if (texts.size() == 2) {
      values.put(second, texts.getLast());
    }
  }

  private void ecs(Yaml y) {
    y.only("cluster", "service", "task-definition", "launch", "containers");
    String cluster = y.at("cluster").text();
    String task = hex("task", 32);
    String arn = "arn:aws:ecs:" + vpc.region() + ":" + vpc.account() + ":";
    values.put(FlowLogField.ECS_CLUSTER_ARN, arn + "cluster/" + cluster);
    values.put(FlowLogField.ECS_CLUSTER_NAME, cluster);
    boolean fargate = y.at("launch").oneOf(Launch.class, Launch.FARGATE) == Launch.FARGATE;
    if (!fargate) {
      String instance = hex("container-instance", 32);
      values.put(
          FlowLogField.ECS_CONTAINER_INSTANCE_ARN,
          arn + "container-instance/" + cluster + "/" + instance);
      values.put(FlowLogField.ECS_CONTAINER_INSTANCE_ID, instance);
    }
    values.put(FlowLogField.ECS_CONTAINER_ID, container(fargate, task, "first"));
    if (y.at("containers").intOr(1) > 1) {
      values.put(FlowLogField.ECS_SECOND_CONTAINER_ID, container(fargate, task, "second"));
    }
    if (!y.at("service").isMissing()) {
      values.put(FlowLogField.ECS_SERVICE_NAME, y.at("service").text());
    }
    values.put(
        FlowLogField.ECS_TASK_DEFINITION_ARN,
        arn + "task-definition/" + y.at("task-definition").textOr(cluster + ":1"));
    values.put(FlowLogField.ECS_TASK_ARN, arn + "task/" + cluster + "/" + task);
    values.put(FlowLogField.ECS_TASK_ID, task);
  }

  /** What runs the tasks. */
  private enum Launch {
    EC2,
    FARGATE
  }

  /** Docker's id on EC2, the task's with a number on Fargate. */
  private String container(boolean fargate, String task, String which) {
    if (!fargate) {
      return hex(which, 64);
    }
    long number = Long.parseLong(hex(which, 8), 16);
    return task + "-" + number;
  }

  /** So many hex digits, the same for the same interface. */
  private String hex(String what, int digits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < digits; i++) {
      text.append(Ids.of("", seed + "/" + what + "/" + i).substring(2));
    }
    return text.substring(0, digits);
  }

  private void sublocation(Yaml y) {
    if (y.isMissing()) {
      return;
    }
    y.only("type", "id");
    String type = y.at("type").text();
    if (!SUBLOCATIONS.contains(type)) {
      throw y.at("type")
          .wrong("Unknown sublocation '" + type + "' (must be wavelength, outpost or localzone)");
    }
    values.put(FlowLogField.SUBLOCATION_TYPE, type);
    values.put(FlowLogField.SUBLOCATION_ID, y.at("id").text());
  }
}
