package io.flowproof.detection.gaps;

import io.flowproof.detection.inventory.DescribedInterface;
import io.flowproof.detection.inventory.Inventory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that a responder is about to do to contain an attacker.
 *
 * @param verb what
 * @param target to which instance, interface, subnet, VPC or flow log
 */
public record PlannedAction(Verb verb, String target) {
  private static final Pattern FORM =
      Pattern.compile("([a-z]+):((i|eni|subnet|vpc|fl)-[0-9a-zA-Z]+)");

  /** What can be asked about. */
  public enum Verb {
    /** An instance is terminated. */
    TERMINATE("i"),
    /** An instance is stopped. */
    STOP("i"),
    /** Security groups that let nothing through. */
    ISOLATE("i", "eni"),
    /** An interface is taken from its instance. */
    DETACH("eni"),
    /** An interface, a subnet, a VPC or a flow log is deleted. */
    DELETE("eni", "subnet", "vpc", "fl");

    private final List<String> targets;

    Verb(String... targets) {
      this.targets = List.of(targets);
    }
  }

  /**
   * Reads {@code terminate:i-…}, {@code detach:eni-…}, {@code delete:vpc-…} and the like.
   *
   * @throws IllegalArgumentException with what would be right
   */
  public static PlannedAction parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      for (Verb verb : Verb.values()) {
        if (verb.name().toLowerCase(Locale.ROOT).equals(matcher.group(1))
            && verb.targets.contains(matcher.group(3))) {
          return new PlannedAction(verb, matcher.group(2));
        }
      }
    }
    throw new IllegalArgumentException(
        "Invalid action: '%s' (must be one of %s)"
            .formatted(
                text,
                Arrays.stream(Verb.values())
                    .flatMap(
                        v ->
                            v.targets.stream()
                                .map(t -> v.name().toLowerCase(Locale.ROOT) + ":" + t + "-…"))
                    .collect(Collectors.joining(", "))));
  }

  /** The interfaces that it touches, as far as the inventory knows. */
  List<DescribedInterface> interfaces(Inventory inventory) {
    return inventory.interfaces().values().stream()
        .filter(
            each ->
                target.equals(each.id())
                    || target.equals(each.subnet())
                    || target.equals(each.vpc())
                    || target.equals(each.instance()))
        .toList();
  }

  /** For people: {@code terminate i-1}. */
  @Override
  public String toString() {
    return verb.name().toLowerCase(Locale.ROOT) + " " + target;
  }
}
