package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.function.AddressFunctions;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;

/**
 * {@code iplocation}: adds the country's name. The other fields of Splunk's city database are added
 * without values. A private address has none of them.
 */
final class IplocationLowering {
  private static final List<String> WITHOUT_VALUES = List.of("City", "Region", "lat", "lon");

  /** What {@code allfields=true} adds. */
  private static final List<String> ALL_WITHOUT_VALUES =
      List.of("City", "Continent", "MetroCode", "Region", "Timezone", "lat", "lon");

  private IplocationLowering() {}

  static Relation<SplType> lower(
      Command.Iplocation iplocation, Relation<SplType> input, SplContext context) {
    String prefix = "";
    List<String> withoutValues = WITHOUT_VALUES;
    for (Option option : iplocation.options()) {
      if (option.name().equals("prefix")) {
        prefix = option.value();
      } else if (option.name().equals("allfields")) {
        withoutValues = Options.isTrue(option, context) ? ALL_WITHOUT_VALUES : WITHOUT_VALUES;
      } else if (!option.name().equals("lang") || !option.value().equals("en")) {
        context.unsupported(
            option.span(), "'iplocation' with the option '" + option.name() + "' is not supported");
      }
    }
    Row row = new Row(context.algebra(), input);
    var address = row.field(iplocation.field().name());
    if (address.isEmpty()) {
      context.missingField(iplocation.field().name(), iplocation.field().span(), input.names());
    }
    Value missing = context.scalars().missing();
    Value country =
        address
            .map(
                value ->
                    new Value(
                        context
                            .sql()
                            .call(AddressFunctions.COUNTRY_NAME, context.scalars().toText(value)),
                        SplType.TEXT))
            .orElse(missing);
    context
        .shared()
        .notice(
            iplocation.span(),
            "iplocation knows the Country only; "
                + String.join(", ", withoutValues).replaceFirst(", (\\w+)$", " and $1")
                + " have no values");
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    EvalLowering.set(outputs, new Output<>(prefix + "Country", country.rex(), country.type()));
    for (String name : withoutValues) {
      EvalLowering.set(outputs, new Output<>(prefix + name, missing.rex(), missing.type()));
    }
    return context.algebra().project(row.relation(), outputs);
  }
}
