package io.flowproof.query.splunk;

import io.flowproof.query.splunk.ConfFile.Stanza;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The macros that a search may call: a user's own, then the built-in ones. */
public final class Macros {
  private static final Pattern NAME = Pattern.compile("([^()\\s]+)(?:\\(([0-9]+)\\))?");

  /** Only the built-in ones. */
  public static final Macros BUILT_IN = new Macros(Map.of());

  private final Map<String, Macro> own;

  private Macros(Map<String, Macro> own) {
    this.own = Map.copyOf(own);
  }

  /** The macros of macros.conf; a stanza without a definition, or with a wrong name, is none. */
  public static Macros of(ConfFile conf) {
    Map<String, Macro> own = new HashMap<>();
    for (Stanza stanza : conf.stanzas()) {
      Matcher name = NAME.matcher(stanza.name());
      String definition = stanza.value("definition");
      if (name.matches() && definition != null && !stanza.isDisabled()) {
        List<String> parameters = new ArrayList<>();
        Arrays.stream(stanza.value("args", "").split(","))
            .map(String::strip)
            .filter(parameter -> !parameter.isEmpty())
            .forEach(parameters::add);
        own.put(
            stanza.name(),
            new Macro(
                name.group(1),
                parameters,
                definition,
                stanza.isTrue("iseval"),
                stanza.value("validation"),
                stanza.value("errormsg"),
                null));
      }
    }
    return new Macros(own);
  }

  /** The macro of that name and number of arguments. */
  Optional<Macro> find(String name, int arguments) {
    Macro macro = own.get(arguments == 0 ? name : name + "(" + arguments + ")");
    return macro != null ? Optional.of(macro) : BuiltInMacros.find(name, arguments);
  }

  /** Names to suggest, without numbers of arguments. */
  List<String> names() {
    List<String> names = new ArrayList<>(BuiltInMacros.names());
    own.values().forEach(macro -> names.add(macro.name()));
    return names.stream().distinct().sorted().toList();
  }

  /** How many arguments macros of that name take. */
  List<Integer> arities(String name) {
    List<Integer> arities = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      if (find(name, i).isPresent()) {
        arities.add(i);
      }
    }
    return arities;
  }
}
