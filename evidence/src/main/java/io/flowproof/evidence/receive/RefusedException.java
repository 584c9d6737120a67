package io.flowproof.evidence.receive;

/** A delivery that is not taken; each protocol has its own words for the sender. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  enum Reason {
    /** There is no secret. */
    NO_TOKEN(401),
    /** The secret is not one of those that are known. */
    WRONG_TOKEN(403),
    /** There is nothing in it. */
    EMPTY(400),
    /** It is not what the protocol says. */
    INVALID(400),
    /** An event lacks the member {@code event}. */
    NO_EVENT(400),
    /** An event is blank. */
    BLANK_EVENT(400),
    /** It is larger than what is taken. */
    TOO_LARGE(413),
    /** There is no room for it now. */
    BUSY(503),
    /** The disk does not take it. */
    DISK(503);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The status of HTTP that says so. */
    int status() {
      return status;
    }
  }

  private final Reason reason;
  private final int event;

  RefusedException(Reason reason, String message) {
    this(reason, message, -1);
  }

  /**
   * For an event of a batch.
   *
   * @param event its index from 0, or -1
   */
  RefusedException(Reason reason, String message, int event) {
    super(message);
    this.reason = reason;
    this.event = event;
  }

  Reason reason() {
    return reason;
  }

  int event() {
    return event;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
