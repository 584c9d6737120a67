package io.flowproof.detection.example;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The files of {@code examples/logs} by their path there, uncompressed: what ends in {@code .gz} is
 * compressed when it is written. The same on every machine.
 */
public final class ExampleLogs {
  private static final String S3 = "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/14/";
  private static final String HIVE =
      "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/year=2024/"
          + "month=05/day=14/hour=09/";
  private static final int SLOT = 300;

  private ExampleLogs() {}

  static Map<String, List<String>> files() {
    Map<String, List<String>> files = new TreeMap<>();
    smallVpc().forEach((path, text) -> files.put("small-vpc/" + path, List.of(text)));
    FormatSamples.objects()
        .forEach(
            (id, text) -> {
              int version = Integer.parseInt(id.substring(3, 5));
              // One of them shows the layout with partitions.
              String folder = version == 11 ? HIVE : S3;
              long slot = version < 7 ? VpcLog.FROM : VpcLog.FROM + SLOT;
              files.put("formats/s3/" + folder + name(id, slot, text), List.of(text));
            });
    files.put("formats/cloudwatch/filter-log-events.json", List.of(filterLogEvents()));
    files.put(
        "formats/subscription/2024/05/14/09/flow-subscription-1-2024-05-14-09-05-12-4b6e1f0a.gz",
        List.of(control(), envelope(0, 3), envelope(3, 8)));
    files.put(
        "formats/firehose/2024/05/14/09/flow-direct-1-2024-05-14-09-05-12-9c2d7e31.json",
        List.of(firehose()));
    return files;
  }

  /** The objects of the half hour: 5 minutes each, a record where its end lies. */
  public static Map<String, String> smallVpc() {
    Map<String, String> objects = new LinkedHashMap<>();
    objects.putAll(slots("fl-0a1b2c3d4e5f60718", SmallVpc.log()));
    objects.putAll(slots("fl-0f9e8d7c6b5a40312", FlaggedVpc.log()));
    return objects;
  }

  private static Map<String, String> slots(String flowLog, VpcLog log) {
    Map<Long, StringBuilder> slots = new TreeMap<>();
    for (VpcLog.TimedLine line : log.lines()) {
      slots
          .computeIfAbsent(
              line.end() - line.end() % SLOT, slot -> new StringBuilder(log.header() + "\n"))
          .append(line.text())
          .append('\n');
    }
    Map<String, String> objects = new LinkedHashMap<>();
    slots.forEach(
        (slot, text) -> objects.put(S3 + name(flowLog, slot, text.toString()), text.toString()));
    return objects;
  }

  private static String name(String flowLog, long slot, String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    long minute = (slot - VpcLog.FROM) / 60;
    return "123456789012_vpcflowlogs_us-east-1_%s_20240514T09%02dZ_%08x.log.gz"
        .formatted(flowLog, minute, crc.getValue());
  }

  /** What {@code aws logs filter-log-events} prints. */
  private static String filterLogEvents() {
    List<String> events = new ArrayList<>();
    List<String> lines = FormatSamples.headless();
    for (int i = 0; i < lines.size(); i++) {
      String[] tokens = lines.get(i).split(" ");
      events.add(
          """
                  {
                      "logStreamName": "%s-all",
                      "timestamp": %s000,
                      "message": "%s",
                      "ingestionTime": %d,
                      "eventId": "3826175120000000000000000000000000000000000000000000%04d"
                  }"""
              .formatted(
                  tokens[2],
                  tokens[10],
                  lines.get(i),
                  (Long.parseLong(tokens[11]) + 300) * 1000,
                  i));
    }
    return "{\n    \"events\": [\n"
        + String.join(",\n", events)
        + "\n    ],\n    \"searchedLogStreams\": []\n}\n";
  }

  /** What a subscription filter sends first, to see whether the destination can be reached. */
  private static String control() {
    return """
        {"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"",\
        "subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1715677200000,\
        "message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}""";
  }

  /** What a subscription filter sends: no line break at the end. */
  private static String envelope(int from, int to) {
    List<String> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String line = FormatSamples.headless().get(i);
      events.add(
          "{\"id\":\"3826175120000000000000000000000000000000000000000001%04d\",\"timestamp\":%s000,\"message\":\"%s\"}"
              .formatted(i, line.split(" ")[10], line));
    }
    return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\",\"logGroup\":\"/vpc/flow\","
        + "\"logStream\":\"eni-0f10a1b2c3d4e5f60-all\",\"subscriptionFilters\":[\"to-firehose\"],"
        + "\"logEvents\":["
        + String.join(",", events)
        + "]}";
  }

  /** What a flow log writes to Firehose; two of the records follow without a line break. */
  private static String firehose() {
    StringBuilder text = new StringBuilder();
    List<String> lines = FormatSamples.headless();
    for (int i = 0; i < lines.size(); i++) {
      text.append("{\"message\":\"").append(lines.get(i)).append("\"}").append(i == 2 ? "" : "\n");
    }
    return text.toString();
  }
}
