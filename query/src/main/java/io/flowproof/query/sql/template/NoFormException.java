package io.flowproof.query.sql.template;

/** A template uses what the engine has no form of. */
public final class NoFormException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoFormException(String what) {
    super(what);
  }
}
