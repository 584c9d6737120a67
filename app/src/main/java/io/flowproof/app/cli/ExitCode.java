package io.flowproof.app.cli;

import io.flowproof.core.source.ErrorCode;

/** What the process says when it ends. */
enum ExitCode {
  /** Done. */
  DONE(0),
  /** Done, and what was asked to be checked does not hold. */
  CHECK_FAILED(1),
  /** Wrong usage, or an invalid query or rule. */
  INVALID(2),
  /** Valid, and not supported. */
  UNSUPPORTED(3),
  /** A problem in the data. */
  DATA(4),
  /** The engine failed, or a limit was reached. */
  ENGINE(5),
  /** A bug of ours. */
  BUG(70),
  /** The user stopped it. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The code for a problem, by who must act on it. */
  static ExitCode of(ErrorCode code) {
    if (code == ErrorCode.CANCELLED) {
      return INTERRUPTED;
    }
    return switch (code.kind()) {
      case INVALID -> INVALID;
      case UNSUPPORTED -> UNSUPPORTED;
      case DATA -> DATA;
      case ENGINE -> ENGINE;
      case INTERNAL -> BUG;
    };
  }
}
