package io.flowproof.simulate.network;

/** VPC Encryption Controls, by their modes. */
public enum EncryptionControls {
  /** There are none: {@code encryption-status} is absent. */
  OFF,
  /** Records say whether traffic is encrypted. */
  MONITOR,
  /** Between interfaces, traffic that is not encrypted is rejected; gateways are excluded. */
  ENFORCE
}
