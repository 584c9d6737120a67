package io.flowproof.flowlog.asset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an interface is: by its type, then its requester, its description, its attachment. */
class InterfaceIdentityTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          nat_gateway | - | Interface for NAT Gateway nat-0123456789abcdef0 | nat-gateway nat-0123456789abcdef0 -
          natGateway | - | something else | nat-gateway - -
          network_load_balancer | amazon-elb | ELB net/front/0a1b2c3d4e5f6071 | network-load-balancer net/front/0a1b2c3d4e5f6071 front
          interface | amazon-elb | ELB app/shop/50dc6c495c0c9188 | application-load-balancer app/shop/50dc6c495c0c9188 shop
          gateway_load_balancer | amazon-elb | ELB gwy/inspect/50dc6c495c0c9188 | gateway-load-balancer gwy/inspect/50dc6c495c0c9188 inspect
          interface | amazon-elb | ELB old-shop | classic-load-balancer old-shop old-shop
          vpc_endpoint | 123456789012 | VPC Endpoint Interface vpce-0123456789abcdef0 | vpc-endpoint vpce-0123456789abcdef0 -
          gateway_load_balancer_endpoint | amazon-aws | VPC Endpoint Interface vpce-0123456789abcdef0 | gateway-load-balancer-endpoint vpce-0123456789abcdef0 -
          lambda | AROAX:awslambda_1 | AWS Lambda VPC ENI-orders-9d2a1b3c-0000-4000-8000-1234567890ab | lambda orders orders
          interface | AROAX:awslambda_1 | AWS Lambda VPC ENI-orders | lambda orders orders
          interface | amazon-rds | RDSNetworkInterface | rds - -
          transit_gateway | - | Network Interface for Transit Gateway Attachment tgw-attach-0123456789abcdef0 | transit-gateway-attachment tgw-attach-0123456789abcdef0 -
          interface | 123456789012 | Amazon EKS production | eks-control-plane production production
          branch | eks | aws-k8s-branch-eni | eks-pod - -
          branch | 123456789012 | arn:aws:ecs:us-east-1:123456789012:attachment/9d2a1b3c | ecs-task arn:aws:ecs:us-east-1:123456789012:attachment/9d2a1b3c -
          efs | - | EFS mount target for fs-0123456789abcdef0 (fsmt-0123456789abcdef0) | efs-mount-target fs-0123456789abcdef0 -
          interface | amazon-elasticache | ElastiCache sessions-001 | elasticache sessions-001 sessions-001
          interface | 123456789012 | AWS created network interface for directory d-9067000000 | directory d-9067000000 -
          interface | 123456789012 | Route 53 Resolver: rslvr-in-0123456789abcdef0:rni-1 | resolver-endpoint rslvr-in-0123456789abcdef0 -
          ec2_instance_connect_endpoint | - | - | instance-connect-endpoint - -
          interface | amazon-workspaces | Created by Amazon Workspaces | aws-service - -
          a_type_of_tomorrow | - | - | interface - -
          """,
      delimiter = '|')
  void isTold(String type, String requester, String description, String expected) throws Exception {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("InterfaceType", type);
    if (requester != null) {
      node.put("RequesterId", requester).put("RequesterManaged", true);
    }
    if (description != null) {
      node.put("Description", description);
    }

    InterfaceIdentity identity = InterfaceIdentity.of(node);

    assertThat(
            "%s %s %s"
                .formatted(
                    identity.kind().text(),
                    identity.id() == null ? "-" : identity.id(),
                    identity.name() == null ? "-" : identity.name()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "primary, instance",
    "Interface for NAT Gateway nat-0123456789abcdef0, instance",
    "RDSNetworkInterface, instance"
  })
  void theUsersOwnDescriptionOfAnInstancesInterfaceSaysNothing(String description, String kind)
      throws Exception {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("InterfaceType", "interface").put("Description", description);
    node.put("RequesterManaged", false);
    node.putObject("Attachment").put("InstanceId", "i-0123456789abcdef0");

    InterfaceIdentity identity = InterfaceIdentity.of(node);

    assertThat(identity.kind().text()).isEqualTo(kind);
    assertThat(identity.id()).isEqualTo("i-0123456789abcdef0");
  }
}
