package io.flowproof.flowlog.asset;

import java.util.Locale;

/** What stands behind a network interface. */
public enum AssetKind {
  /** An EC2 instance. */
  INSTANCE,
  /** A NAT gateway. */
  NAT_GATEWAY,
  /** An Application Load Balancer. */
  APPLICATION_LOAD_BALANCER,
  /** A Network Load Balancer. */
  NETWORK_LOAD_BALANCER,
  /** A Gateway Load Balancer. */
  GATEWAY_LOAD_BALANCER,
  /** A Classic Load Balancer. */
  CLASSIC_LOAD_BALANCER,
  /** An interface endpoint of a VPC. */
  VPC_ENDPOINT,
  /** An endpoint of a Gateway Load Balancer. */
  GATEWAY_LOAD_BALANCER_ENDPOINT,
  /** A Lambda function, or several that share the interface. */
  LAMBDA,
  /** An RDS database; AWS does not say which. */
  RDS,
  /** An attachment of a transit gateway. */
  TRANSIT_GATEWAY_ATTACHMENT,
  /** The control plane of an EKS cluster. */
  EKS_CONTROL_PLANE,
  /** Pods of EKS with an interface of their own. */
  EKS_POD,
  /** A task of ECS with an interface of its own. */
  ECS_TASK,
  /** A mount target of EFS. */
  EFS_MOUNT_TARGET,
  /** A node of ElastiCache. */
  ELASTICACHE,
  /** A node of Redshift. */
  REDSHIFT,
  /** A replication instance of the Database Migration Service. */
  DMS,
  /** A directory of the Directory Service. */
  DIRECTORY,
  /** An endpoint of the Route 53 Resolver. */
  RESOLVER_ENDPOINT,
  /** An EC2 Instance Connect Endpoint. */
  INSTANCE_CONNECT_ENDPOINT,
  /** An interface of AWS Global Accelerator. */
  GLOBAL_ACCELERATOR,
  /** A VPC link of API Gateway. */
  API_GATEWAY,
  /** A VPC connection of QuickSight. */
  QUICKSIGHT,
  /** A rule of AWS IoT with a VPC destination. */
  IOT_RULE,
  /** A connection of AWS CodeConnections (CodeStar). */
  CODE_CONNECTION,
  /** The Elastic VMware Service. */
  EVS,
  /** An interface that AWS made for a service that is not known here. */
  AWS_SERVICE,
  /** An interface of the user's own that nothing is attached to, or that says nothing more. */
  INTERFACE;

  /** As it is printed: {@code nat-gateway}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
