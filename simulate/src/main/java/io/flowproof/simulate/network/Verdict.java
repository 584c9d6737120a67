package io.flowproof.simulate.network;

import org.jspecify.annotations.Nullable;

/** What happens to packets at an interface, with the value of {@code reject-reason}. */
public enum Verdict {
  /** They pass. */
  ACCEPT(null),
  /** A security group or a network ACL denies them, or their connection is over. */
  REJECT(null),
  /** VPC Block Public Access denies them; their records have no bytes. */
  REJECT_BPA("BPA"),
  /** VPC Encryption Controls deny them, because they are not encrypted. */
  REJECT_EC("EC");

  private final @Nullable String reason;

  Verdict(@Nullable String reason) {
    this.reason = reason;
  }

  /** True where they do not pass. */
  public boolean isRejected() {
    return this != ACCEPT;
  }

  /** The value of {@code reject-reason}, or null. */
  public @Nullable String reason() {
    return reason;
  }
}
