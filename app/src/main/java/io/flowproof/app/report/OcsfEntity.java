package io.flowproof.app.report;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Entity;
import io.flowproof.flowlog.enrich.InternalNetworks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entity of a finding in the terms of OCSF 1.8: part of an endpoint of the evidence where its
 * field is one of a flow's ends, an observable, and an affected resource where it is one of the
 * user's own things.
 *
 * @param entity what it is
 * @param value its value
 */
record OcsfEntity(Entity entity, String value) {
  private static final String EVIDENCE = "evidences[0].";

  /** An attribute of one end. */
  private record Place(boolean source, String attribute) {
    String path() {
      return EVIDENCE + (source ? "src_endpoint." : "dst_endpoint.") + attribute;
    }
  }

  private @Nullable Place place() {
    FlowLogField field = entity.flow();
    if (field == FlowLogField.SRCADDR || field == FlowLogField.PKT_SRCADDR) {
      return new Place(true, "ip");
    }
    if (field == FlowLogField.DSTADDR || field == FlowLogField.PKT_DSTADDR) {
      return new Place(false, "ip");
    }
    if (field == FlowLogField.SRCPORT) {
      return new Place(true, "port");
    }
    return field == FlowLogField.DSTPORT ? new Place(false, "port") : null;
  }

  /** Adds it to the end that it is part of, if there is one. */
  void addTo(Map<String, @Nullable Object> source, Map<String, @Nullable Object> destination) {
    Place place = place();
    if (place == null) {
      return;
    }
    Map<String, @Nullable Object> end = place.source() ? source : destination;
    if (!place.attribute().equals("port")) {
      end.putIfAbsent("ip", value);
    } else if (value.matches("[0-9]{1,5}")) {
      end.putIfAbsent("port", Integer.valueOf(value));
    }
  }

  /** The path to it in the event. */
  private String path() {
    Place place = place();
    return place == null ? EVIDENCE + "data.entities." + entity.name() : place.path();
  }

  /**
   * What is known of it beside the logs.
   *
   * @param context as {@link EntityContexts} gives it
   */
  Map<String, @Nullable Object> enrichment(Object context) {
    Map<String, @Nullable Object> enrichment = new LinkedHashMap<>();
    enrichment.put("name", path());
    enrichment.put("value", value);
    enrichment.put("type", "context");
    enrichment.put("provider", "Flowproof");
    enrichment.put("data", context);
    return enrichment;
  }

  /** What an analyst may pivot on; its name is the path to it in the event. */
  Map<String, @Nullable Object> observable() {
    Map<String, @Nullable Object> observable = new LinkedHashMap<>();
    observable.put("name", path());
    switch (entity.type()) {
      case IP -> type(observable, 2, "IP Address");
      case PORT -> type(observable, 11, "Port");
      case INTERFACE, INSTANCE, VPC, SUBNET -> type(observable, 10, "Resource UID");
      case COUNTRY -> type(observable, 14, "Country");
      case PROTOCOL, ACCOUNT, TEXT -> type(observable, 99, "Other");
    }
    observable.put("value", value);
    return observable;
  }

  private static void type(Map<String, @Nullable Object> observable, int id, String name) {
    observable.put("type_id", id);
    observable.put("type", name);
  }

  /** The user's own thing that it is: a resource of AWS, or an address inside. */
  Optional<Map<String, @Nullable Object>> resource() {
    return switch (entity.type()) {
      case INTERFACE -> resource("uid", "AWS::EC2::NetworkInterface");
      case INSTANCE -> resource("uid", "AWS::EC2::Instance");
      case VPC -> resource("uid", "AWS::EC2::VPC");
      case SUBNET -> resource("uid", "AWS::EC2::Subnet");
      case IP -> isInternal(value) ? resource("name", "Internal address") : Optional.empty();
      case PORT, PROTOCOL, ACCOUNT, COUNTRY, TEXT -> Optional.empty();
    };
  }

  private Optional<Map<String, @Nullable Object>> resource(String key, String type) {
    Map<String, @Nullable Object> resource = new LinkedHashMap<>();
    resource.put(key, value);
    resource.put("type", type);
    return Optional.of(resource);
  }

  private static boolean isInternal(String address) {
    AddressReader reader = new AddressReader();
    return reader.read(address) && InternalNetworks.STANDARD.contains(reader.high(), reader.low());
  }
}
