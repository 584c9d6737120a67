package io.flowproof.query.splunk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Macros that published searches take for granted, as the apps that ship them define them: the
 * Common Information Model Add-on, Enterprise Security's content updates (whose filter macros let
 * everything through until a user edits them), and {@code comment} of the search app. A user's own
 * definition comes first.
 */
final class BuiltInMacros {
  private static final String CONTENT = "Splunk's security content";

  private static final List<Macro> ALL =
      List.of(
          macro(
              "security_content_summariesonly",
              List.of(),
              "summariesonly=false allow_old_summaries=true fillnull_value=null",
              CONTENT),
          macro(
              "security_content_ctime",
              List.of("field"),
              "convert timeformat=\"%Y-%m-%dT%H:%M:%S\" ctime($field$)",
              CONTENT),
          macro("drop_dm_object_name", List.of("obj"), "rename \"$obj$.*\" as *", CONTENT),
          macro(
              "cloudwatchlogs_vpcflow",
              List.of(),
              "sourcetype=aws:cloudwatchlogs:vpcflow",
              CONTENT),
          macro(
              "cim_Network_Traffic_indexes",
              List.of(),
              "()",
              "Splunk's Common Information Model Add-on"),
          macro("summariesonly", List.of(), "summariesonly=false", "Splunk Enterprise Security"),
          macro("comment", List.of("text"), "", null));

  private BuiltInMacros() {}

  /** The macro of that name and number of arguments. */
  static Optional<Macro> find(String name, int arguments) {
    if (arguments == 0 && name.endsWith("_filter")) {
      return Optional.of(macro(name, List.of(), "search *", CONTENT));
    }
    return ALL.stream()
        .filter(m -> m.name().equals(name) && m.parameters().size() == arguments)
        .findFirst();
  }

  /** Names to suggest. */
  static List<String> names() {
    return ALL.stream().map(Macro::name).toList();
  }

  private static Macro macro(
      String name, List<String> parameters, String definition, @Nullable String origin) {
    return new Macro(name, parameters, definition, false, null, null, origin);
  }
}
