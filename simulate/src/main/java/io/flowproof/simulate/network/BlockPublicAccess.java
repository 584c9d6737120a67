package io.flowproof.simulate.network;

/** VPC Block Public Access, as {@code internetGatewayBlockMode} of the EC2 API has it. */
public enum BlockPublicAccess {
  /** Everything may pass the internet gateway. */
  OFF,
  /** Only what NAT gateways open may pass the internet gateway, and the answers to it. */
  BLOCK_INGRESS,
  /** Nothing passes the internet gateway. */
  BLOCK_BIDIRECTIONAL
}
