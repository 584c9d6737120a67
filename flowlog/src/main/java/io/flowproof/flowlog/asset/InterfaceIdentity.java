package io.flowproof.flowlog.asset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an interface is, told from its description by EC2. AWS gives no formal list: these are the
 * interface types of the EC2 API (type {@code NetworkInterface}), and the requesters and
 * descriptions that its services are known to write. The type decides first, then the requester,
 * then the description, then the attachment.
 *
 * @param kind what it is
 * @param id the id of what stands behind it, or null where only the interface is known
 * @param name what the description calls it, or null
 */
record InterfaceIdentity(AssetKind kind, @Nullable String id, @Nullable String name) {

  /** A form of descriptions: what it stands for. */
  private record Form(Pattern pattern, Function<MatchResult, InterfaceIdentity> identity) {}

  private static final List<Form> FORMS =
      List.of(
          form(
              "Interface for NAT Gateway (nat-[0-9a-f]+).*",
              m -> found(AssetKind.NAT_GATEWAY, m.group(1), null)),
          form(
              "ELB ((app|net|gwy)/([^/]+)/[0-9a-z]+).*",
              m -> found(balancer(m.group(2)), m.group(1), m.group(3))),
          form(
              "ELB ([A-Za-z0-9-]+)",
              m -> found(AssetKind.CLASSIC_LOAD_BALANCER, m.group(1), m.group(1))),
          form(
              "VPC Endpoint Interface (vpce-[0-9a-f]+).*",
              m -> found(AssetKind.VPC_ENDPOINT, m.group(1), null)),
          form(
              "AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?",
              m -> found(AssetKind.LAMBDA, m.group(1), m.group(1))),
          form("RDSNetworkInterface", m -> found(AssetKind.RDS, null, null)),
          form("RedshiftNetworkInterface", m -> found(AssetKind.REDSHIFT, null, null)),
          form("DMSNetworkInterface", m -> found(AssetKind.DMS, null, null)),
          form(
              "Network Interface for Transit Gateway Attachment (tgw-attach-[0-9a-f]+).*",
              m -> found(AssetKind.TRANSIT_GATEWAY_ATTACHMENT, m.group(1), null)),
          form("Amazon EKS (.+)", m -> found(AssetKind.EKS_CONTROL_PLANE, m.group(1), m.group(1))),
          form("aws-k8s-branch-eni.*", m -> found(AssetKind.EKS_POD, null, null)),
          form(
              "(arn:aws[a-z-]*:ecs:[^:]*:[0-9]*:attachment/\\S+)",
              m -> found(AssetKind.ECS_TASK, m.group(1), null)),
          form(
              "EFS mount target for (fs-[0-9a-f]+).*",
              m -> found(AssetKind.EFS_MOUNT_TARGET, m.group(1), null)),
          form("ElastiCache (\\S+).*", m -> found(AssetKind.ELASTICACHE, m.group(1), m.group(1))),
          form(
              "AWS created network interface for directory (d-[0-9a-f]+).*",
              m -> found(AssetKind.DIRECTORY, m.group(1), null)),
          form(
              "Route 53 Resolver: (rslvr-[a-z]+-[0-9a-f]+).*",
              m -> found(AssetKind.RESOLVER_ENDPOINT, m.group(1), null)));

  static InterfaceIdentity of(JsonNode networkInterface) {
    String description = networkInterface.path("Description").asText("").strip();
    Optional<InterfaceIdentity> described = described(description);
    Optional<AssetKind> typed =
        byType(networkInterface.path("InterfaceType").asText(""))
            .or(() -> byRequester(networkInterface.path("RequesterId").asText("")));
    if (typed.isPresent()) {
      // The description names what the type says it is.
      return new InterfaceIdentity(
          typed.get(),
          described.map(InterfaceIdentity::id).orElse(null),
          described.map(InterfaceIdentity::name).orElse(null));
    }
    // Of an interface of the user's own the description is the user's free text.
    boolean managed =
        networkInterface.path("RequesterManaged").asBoolean(false)
            || !networkInterface.path("RequesterId").asText("").isEmpty();
    return (managed ? described : Optional.<InterfaceIdentity>empty())
        .orElseGet(() -> attached(networkInterface));
  }

  /** Service types; those of ordinary interfaces, and what the enum may gain, say nothing. */
  private static Optional<AssetKind> byType(String type) {
    AssetKind kind =
        switch (type) {
          case "nat_gateway", "natGateway" -> AssetKind.NAT_GATEWAY;
          case "network_load_balancer" -> AssetKind.NETWORK_LOAD_BALANCER;
          case "gateway_load_balancer" -> AssetKind.GATEWAY_LOAD_BALANCER;
          case "vpc_endpoint" -> AssetKind.VPC_ENDPOINT;
          case "gateway_load_balancer_endpoint" -> AssetKind.GATEWAY_LOAD_BALANCER_ENDPOINT;
          case "lambda" -> AssetKind.LAMBDA;
          case "transit_gateway" -> AssetKind.TRANSIT_GATEWAY_ATTACHMENT;
          case "efs" -> AssetKind.EFS_MOUNT_TARGET;
          case "ec2_instance_connect_endpoint" -> AssetKind.INSTANCE_CONNECT_ENDPOINT;
          case "global_accelerator_managed" -> AssetKind.GLOBAL_ACCELERATOR;
          case "api_gateway_managed" -> AssetKind.API_GATEWAY;
          case "quicksight" -> AssetKind.QUICKSIGHT;
          case "iot_rules_managed" -> AssetKind.IOT_RULE;
          case "aws_codestar_connections_managed" -> AssetKind.CODE_CONNECTION;
          case "evs" -> AssetKind.EVS;
          default -> null;
        };
    return Optional.ofNullable(kind);
  }

  private static Optional<AssetKind> byRequester(String requester) {
    if (requester.toLowerCase(Locale.ROOT).contains(":awslambda")) {
      return Optional.of(AssetKind.LAMBDA);
    }
    AssetKind kind =
        switch (requester) {
          case "amazon-rds" -> AssetKind.RDS;
          case "amazon-elasticache" -> AssetKind.ELASTICACHE;
          case "amazon-redshift" -> AssetKind.REDSHIFT;
          default -> null;
        };
    return Optional.ofNullable(kind);
  }

  private static Optional<InterfaceIdentity> described(String description) {
    for (Form form : FORMS) {
      Matcher matcher = form.pattern.matcher(description);
      if (matcher.matches()) {
        return Optional.of(form.identity.apply(matcher));
      }
    }
    return Optional.empty();
  }

  private static InterfaceIdentity attached(JsonNode networkInterface) {
    boolean managed = networkInterface.path("RequesterManaged").asBoolean(false);
    String instance = networkInterface.path("Attachment").path("InstanceId").asText("");
    if (!managed && !instance.isEmpty()) {
      return found(AssetKind.INSTANCE, instance, null);
    }
    return found(managed ? AssetKind.AWS_SERVICE : AssetKind.INTERFACE, null, null);
  }

  private static AssetKind balancer(String letters) {
    return switch (letters) {
      case "app" -> AssetKind.APPLICATION_LOAD_BALANCER;
      case "net" -> AssetKind.NETWORK_LOAD_BALANCER;
      default -> AssetKind.GATEWAY_LOAD_BALANCER;
    };
  }

  private static Form form(String regex, Function<MatchResult, InterfaceIdentity> identity) {
    return new Form(Pattern.compile(regex), identity);
  }

  private static InterfaceIdentity found(
      AssetKind kind, @Nullable String id, @Nullable String name) {
    return new InterfaceIdentity(kind, id, name);
  }
}
