package io.flowproof.simulate.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Protocols;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Zeek's conn.log (docs.zeek.org, base/protocols/conn/main.zeek): tab-separated with its
 * {@code #} lines, or JSON, a line for each connection. Sizes are those of IP packets, {@code
 * orig_ip_bytes} and {@code resp_ip_bytes}. Labels are read from the columns {@code label} and
 * {@code detailed-label}, which labelled captures append, some with three spaces between.
 */
final class ZeekReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private String separator = "\t";
  private List<String> fields = List.of();

  ZeekReader(String name) {
    this.name = name;
  }

  void read(Path file, CaptureSink sink) throws IOException {
    try (BufferedReader lines = CaptureFile.text(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        if (line.startsWith("#")) {
          directive(line);
          continue;
        }
        try {
          sink.flow(flow(new Columns(values(line, number)), name + ":" + number));
        } catch (IllegalArgumentException e) {
          sink.refuse(number, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private void directive(String line) {
    if (line.startsWith("#separator")) {
      String text = line.substring("#separator".length()).strip();
      separator =
          text.startsWith("\\x")
              ? String.valueOf((char) Integer.parseInt(text.substring(2), 16))
              : text;
    } else if (line.startsWith("#fields")) {
      List<String> words = split(line);
      fields = words.subList(1, words.size());
    }
  }

  private List<String> split(String line) {
    List<String> words =
        new java.util.ArrayList<>(
            Arrays.asList(line.split(java.util.regex.Pattern.quote(separator), -1)));
    String last = words.removeLast();
    words.addAll(Arrays.asList(last.split(" {3}")));
    return words;
  }

  private Map<String, String> values(String line, long number) {
    if (line.startsWith("{")) {
      return json(line);
    }
    if (fields.isEmpty()) {
      throw new InvalidCaptureException(
          "%s:%d: This is no conn.log of Zeek (it has neither a #fields line nor JSON)"
              .formatted(name, number));
    }
    List<String> words = split(line);
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < Math.min(words.size(), fields.size()); i++) {
      values.put(fields.get(i).strip(), words.get(i));
    }
    return values;
  }

  private static Map<String, String> json(String line) {
    Map<String, String> values = new HashMap<>();
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(line)) {
      while (parser.nextToken() != null) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT && parser.currentName() != null) {
          path.addLast(parser.currentName());
        } else if (token == JsonToken.END_OBJECT) {
          path.pollLast();
        } else if (token == JsonToken.START_ARRAY) {
          parser.skipChildren();
        } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          String prefix = path.isEmpty() ? "" : String.join(".", path) + ".";
          values.put(prefix + parser.currentName(), parser.getText());
        }
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return values;
  }

  private static CapturedFlow flow(Columns line, String source) {
    IpAddress client = line.address("id.orig_h");
    IpAddress server = line.address("id.resp_h");
    String transport = line.text("proto");
    int protocol =
        transport.equals("unknown_transport")
            ? line.protocol(client, "ip_proto")
            : line.protocol(client, "proto");
    Long there = line.count("orig_pkts");
    Long back = line.count("resp_pkts");
    if (there == null || back == null) {
      throw new IllegalArgumentException("no packet counts (orig_pkts and resp_pkts)");
    }
    ZeekState state = ZeekState.of(line.find("history"), line.find("conn_state"));
    boolean tcp = protocol == Protocols.TCP;
    CapturedFlow.Side orig = state.client(there, line.countOr(0, "orig_ip_bytes"), tcp);
    CapturedFlow.Side resp = state.server(back, line.countOr(0, "resp_ip_bytes"), tcp);
    return new CapturedFlow(
        line.time("ts"),
        line.duration("duration"),
        client,
        line.port(protocol, "id.orig_p"),
        server,
        line.port(protocol, "id.resp_p"),
        protocol,
        orig,
        resp,
        state.clientClosedFirst(),
        label(line),
        source);
  }

  private static @Nullable String label(Columns line) {
    String label = line.find("label");
    String detail = line.find("detailed-label", "detailed_label");
    return label == null || detail == null ? label : label + "/" + detail;
  }
}
