package io.flowproof.query.splunk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search macro ("macros.conf", Admin Manual).
 *
 * @param name without the number of arguments
 * @param parameters the names of its arguments, which stand in the definition as {@code $name$}
 * @param definition the text that it stands for, or an expression that gives it
 * @param isEval whether the definition is an expression that gives the text
 * @param validation an expression that must not be false over the arguments, or null
 * @param errorMessage what to say when it is, or null
 * @param origin where it comes from, as a notice says it; null for the user's own
 */
public record Macro(
    String name,
    List<String> parameters,
    String definition,
    boolean isEval,
    @Nullable String validation,
    @Nullable String errorMessage,
    @Nullable String origin) {

  /** Copies the list. */
  public Macro {
    parameters = List.copyOf(parameters);
  }

  /** The name as macros.conf writes it: {@code name(2)} for two arguments. */
  public String stanza() {
    return parameters.isEmpty() ? name : name + "(" + parameters.size() + ")";
  }
}
