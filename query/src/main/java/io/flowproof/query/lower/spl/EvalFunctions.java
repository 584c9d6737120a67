package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import io.flowproof.query.spl.Expression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of eval's functions ("Evaluation functions", Search Reference). */
final class EvalFunctions {
  private static final Map<String, EvalFunction> ALL =
      Stream.of(
              ConditionFunctions.all(),
              TextFunctions.all(),
              PatternFunctions.all(),
              JsonFunctionCalls.all(),
              NumberFunctions.all(),
              NumberFunctions.trigonometric(),
              BitFunctions.all(),
              TimeFunctions.all(),
              MultivalueFunctions.all())
          .flatMap(List::stream)
          .collect(
              Collectors.toMap(EvalFunction::name, Function.identity(), (a, b) -> a, TreeMap::new));

  /** What SPL has and this does not. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "cluster",
          "isarray",
          "isdouble",
          "ismv",
          "isobject",
          "json_has_key_exact",
          "lookup",
          "object_to_array",
          "sigfig",
          "toarray",
          "tobool",
          "todouble",
          "toint",
          "tojson",
          "tomv",
          "toobject");

  private EvalFunctions() {}

  /** All functions, by name. */
  static Map<String, EvalFunction> all() {
    return ALL;
  }

  /** Lowers a call; names are taken in any case. */
  static Value lower(Expression.Call call, ExpressionLowering lowering) {
    String name = call.function().toLowerCase(Locale.ROOT);
    EvalFunction function = ALL.get(name);
    if (function == null) {
      return unknown(call, name, lowering.context());
    }
    int count = call.arguments().size();
    if (count < function.least() || count > function.most()) {
      return lowering
          .context()
          .error(
              ErrorCode.ARGUMENT,
              call.span(),
              "'" + name + "' takes " + function.arity() + ", not " + count,
              null);
    }
    return function.lowering().lower(new Arguments(call, lowering));
  }

  private static Value unknown(Expression.Call call, String name, SplContext context) {
    if (UNSUPPORTED.contains(name)) {
      return context.unsupported(
          call.functionSpan(), "The function '" + name + "' is not supported");
    }
    return context.error(
        ErrorCode.UNKNOWN_FUNCTION,
        call.functionSpan(),
        "Unknown function '" + call.function() + "'",
        Suggestion.didYouMean(name, ALL.keySet()));
  }
}
