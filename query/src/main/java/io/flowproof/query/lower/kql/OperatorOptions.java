package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.Kql;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of an operator, {@code kind=inner hint.strategy=shuffle}. Hints change no result and
 * are passed over; an option that the operator does not have is reported.
 */
final class OperatorOptions {
  private final List<Kql.Option> options;

  private OperatorOptions(List<Kql.Option> options) {
    this.options = options;
  }

  /**
   * Checks options.
   *
   * @param operator its word, for messages
   * @param known the names that it has besides hints
   */
  static OperatorOptions of(
      Binder binder, String operator, List<Kql.Option> options, Set<String> known) {
    for (Kql.Option option : options) {
      if (!option.name().startsWith("hint.") && !known.contains(option.name())) {
        binder.problem(
            ErrorCode.ARGUMENT,
            option.span(),
            "'%s' has no option '%s'".formatted(operator, option.name()),
            known.isEmpty()
                ? null
                : "it has " + String.join(", ", known.stream().sorted().toList()));
      }
    }
    return new OperatorOptions(options);
  }

  /** The option of that name, or null. */
  Kql.@Nullable Option find(String name) {
    return options.stream().filter(o -> o.name().equals(name)).findFirst().orElse(null);
  }

  /** The option as a word, or null. */
  @Nullable String word(String name) {
    Kql.Option option = find(name);
    return option == null ? null : option.word();
  }

  /** The option as one of some words; another one is reported. */
  String oneOf(Binder binder, String name, List<String> words, String usual) {
    Kql.Option option = find(name);
    if (option == null || words.contains(option.word())) {
      return option == null ? usual : option.word();
    }
    binder.problem(
        ErrorCode.ARGUMENT,
        option.value().span(),
        "Unknown %s '%s'".formatted(name, option.word()),
        "it is one of " + String.join(", ", words));
    return usual;
  }
}
