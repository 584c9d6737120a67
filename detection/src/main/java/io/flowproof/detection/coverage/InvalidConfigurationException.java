package io.flowproof.detection.coverage;

/**
 * A description of flow logs that cannot be read; the message says where and what would be right.
 */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConfigurationException(String message) {
    super(message);
  }
}
