package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import io.flowproof.core.schema.FlowLogField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network interface. Identity is what counts: no two are equal. */
public final class Eni implements RecordingPoint {
  private final Description description;
  private final Map<FlowLogField, String> values;
  private final Map<FlowLogField, String> nextHop;

  /**
   * What is known of an interface.
   *
   * @param id {@code eni-…}
   * @param name what the network's file calls it
   * @param roles what it does, for choosing whom a behaviour is about
   * @param kind what it belongs to
   * @param account the owner, or {@code unknown}
   * @param subnet where it is
   * @param primary its primary private IPv4 address, or its IPv6 address where it has no other
   * @param others its secondary addresses and those of pods
   * @param prefixes ranges delegated to it, for pods
   * @param publicAddress the address that the internet gateway translates, or null
   * @param ipv6 its IPv6 addresses
   * @param groups its security groups; none lets everything through
   * @param owner the instance, or for a regional NAT gateway its id; null where none is named
   * @param nitro whether it is on the Nitro system
   * @param listens the TCP and UDP ports on which something answers
   * @param tcpTimeout how many seconds an idle TCP connection is tracked
   * @param more further values of all its records, such as tags or ECS fields
   */
  public record Description(
      String id,
      String name,
      Set<String> roles,
      EniKind kind,
      String account,
      Subnet subnet,
      IpAddress primary,
      List<IpAddress> others,
      List<Network> prefixes,
      @Nullable IpAddress publicAddress,
      List<IpAddress> ipv6,
      List<SecurityGroup> groups,
      @Nullable String owner,
      boolean nitro,
      Set<Integer> listens,
      int tcpTimeout,
      Map<FlowLogField, String> more) {
    /** How long idle TCP connections are tracked where nobody said otherwise: five days. */
    public static final int TCP_TIMEOUT = 432_000;

    /** An interface of an instance with one address and nothing else, named after its id. */
    public static Description instance(String id, Subnet subnet, IpAddress primary) {
      return new Description(
          id,
          id,
          Set.of(),
          EniKind.INSTANCE,
          subnet.vpc().account(),
          subnet,
          primary,
          List.of(),
          List.of(),
          null,
          List.of(),
          List.of(),
          "i-" + id.substring(id.indexOf('-') + 1),
          true,
          Set.of(),
          TCP_TIMEOUT,
          Map.of());
    }
  }

  /** Creates an interface. */
  public Eni(Description description) {
    this.description = description;
    this.values = values(description);
    this.nextHop = nextHop(description);
  }

  private static Map<FlowLogField, String> values(Description eni) {
    Map<FlowLogField, String> values = new EnumMap<>(FlowLogField.class);
    boolean regional = eni.kind() == EniKind.REGIONAL_NAT_GATEWAY;
    values.put(FlowLogField.ACCOUNT_ID, eni.account());
    values.put(FlowLogField.VPC_ID, eni.subnet().vpc().id());
    values.put(FlowLogField.REGION, eni.subnet().vpc().region());
    values.put(FlowLogField.INTERFACE_TYPE, eni.kind().interfaceType());
    if (regional) {
      putIfPresent(values, FlowLogField.RESOURCE_ID, eni.owner());
    } else {
      values.put(FlowLogField.INTERFACE_ID, eni.id());
      values.put(FlowLogField.SUBNET_ID, eni.subnet().id());
      values.put(FlowLogField.AZ_ID, eni.subnet().azId());
    }
    if (!eni.kind().isRequesterManaged()) {
      putIfPresent(values, FlowLogField.INSTANCE_ID, eni.owner());
    }
    values.putAll(eni.more());
    return Map.copyOf(values);
  }

  private static Map<FlowLogField, String> nextHop(Description eni) {
    return Map.of(
        FlowLogField.NEXT_HOP_INTERFACE_ID, eni.id(),
        FlowLogField.NEXT_HOP_SUBNET_ID, eni.subnet().id(),
        FlowLogField.NEXT_HOP_AZ_ID, eni.subnet().azId(),
        FlowLogField.NEXT_HOP_VPC_ID, eni.subnet().vpc().id(),
        FlowLogField.NEXT_HOP_INTERFACE_TYPE, eni.kind().interfaceType());
  }

  private static void putIfPresent(
      Map<FlowLogField, String> values, FlowLogField field, @Nullable String value) {
    if (value != null) {
      values.put(field, value);
    }
  }

  @Override
  public String id() {
    return description.id();
  }

  @Override
  public boolean isNitro() {
    return description.nitro();
  }

  @Override
  public Map<FlowLogField, String> values() {
    return values;
  }

  /** What the network's file calls it. */
  public String name() {
    return description.name();
  }

  /** What records of its neighbours say of it. */
  Map<FlowLogField, String> nextHop() {
    return nextHop;
  }

  /** What it does. */
  public Set<String> roles() {
    return description.roles();
  }

  /** What it belongs to. */
  public EniKind kind() {
    return description.kind();
  }

  /** Where it is. */
  public Subnet subnet() {
    return description.subnet();
  }

  /** The VPC in which it is. */
  public Vpc vpc() {
    return description.subnet().vpc();
  }

  /** Its primary private address. */
  public IpAddress primary() {
    return description.primary();
  }

  /** Its secondary addresses and those of its pods. */
  public List<IpAddress> others() {
    return description.others();
  }

  /** Its IPv6 addresses. */
  public List<IpAddress> ipv6() {
    return description.ipv6();
  }

  /** Its public IPv4 address, or null. */
  public @Nullable IpAddress publicAddress() {
    return description.publicAddress();
  }

  /** Its security groups. */
  public List<SecurityGroup> groups() {
    return description.groups();
  }

  /** The ranges delegated to it. */
  List<Network> prefixes() {
    return description.prefixes();
  }

  /** True when something answers on that port. */
  public boolean listens(int port) {
    return description.listens().contains(port);
  }

  /** True where Nitro encrypts what it sends to others like it. */
  boolean encrypts() {
    return isNitro() && !kind().isGateway() && kind() != EniKind.VPC_ENDPOINT;
  }

  /** How long an idle TCP connection is tracked, in microseconds. */
  public long tcpTimeout() {
    return description.tcpTimeout() * 1_000_000L;
  }

  /** The address that records show for one of its own: itself for IPv6, else the primary one. */
  IpAddress recorded(IpAddress own) {
    return own.isIpv6() ? own : primary();
  }

  @Override
  public String toString() {
    return description.name();
  }
}
