package io.flowproof.query.sql;

/** A step of a plan that an engine has no form of. */
public final class NotOnEngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String template;

  NotOnEngineException(String template, String what) {
    super(what);
    this.template = template;
  }

  /** The template of the function, by which its place in a text is found; may be empty. */
  public String template() {
    return template;
  }

  /** The same of the template that this one was made of. */
  NotOnEngineException of(String original) {
    return new NotOnEngineException(original, String.valueOf(getMessage()));
  }
}
