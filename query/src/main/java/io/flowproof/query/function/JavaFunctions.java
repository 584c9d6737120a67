package io.flowproof.query.function;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.function.kql.JsonFunction;
import io.flowproof.query.function.kql.KqlJson;
import java.util.ArrayList;
import java.util.List;

/** Every Java function that lowered queries may call: an engine must know all of them. */
public final class JavaFunctions {
  private JavaFunctions() {}

  /** All functions, over a country database. */
  public static List<JavaFunction> all(CountryLookup countries) {
    List<JavaFunction> all = new ArrayList<>(AddressFunctions.java(countries));
    all.addAll(KqlFunctions.java());
    all.addAll(KqlJson.java());
    KqlAddresses.all().stream().map(JsonFunction::java).forEach(all::add);
    all.addAll(SplFunctions.java());
    all.addAll(RegexFunctions.java());
    all.addAll(JsonFunctions.java());
    all.addAll(TextBodies.java());
    return List.copyOf(all);
  }
}
