package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.SiemFunction;
import io.flowproof.query.catalog.SiemFunction.Parameter;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Calls of ASIM's parsers. A filtering parameter that is left out, null, or an empty list filters
 * nothing (Microsoft Sentinel, "ASIM Network Session normalization schema reference", filtering
 * parser parameters).
 */
final class SiemFunctions {
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final int LONGEST_LIST = 10_000;

  private final Binder binder;
  private final SiemFunction function;
  private final Call call;
  private final Expressions constants;
  private final Map<String, Scalar> given = new LinkedHashMap<>();
  private final Map<String, Argument> written = new LinkedHashMap<>();

  private SiemFunctions(Binder binder, SiemFunction function, Call call, Environment names) {
    this.binder = binder;
    this.function = function;
    this.call = call;
    this.constants = new Expressions(binder, new ConstantScope(binder, names.names()), names);
  }

  /** The rows of {@code table}, which is the function's, that the arguments let through. */
  static Rows filtered(
      Binder binder, SiemFunction function, Call call, Environment names, Rows table) {
    SiemFunctions one = new SiemFunctions(binder, function, call, names);
    one.bind();
    return one.filtered(table);
  }

  private void bind() {
    int position = 0;
    for (Argument argument : call.arguments()) {
      Parameter parameter = argument.name() == null ? at(position++) : named(argument);
      if (written.put(parameter.name(), argument) != null) {
        throw binder.problem(
            ErrorCode.ARGUMENT,
            argument.span(),
            "The argument '" + parameter.name() + "' is given twice");
      }
      given.put(parameter.name(), value(parameter, argument));
    }
  }

  private Parameter at(int position) {
    if (position >= function.parameters().size()) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          "%s() takes %d arguments, and %d are given"
              .formatted(function.name(), function.parameters().size(), call.arguments().size()));
    }
    return function.parameters().get(position);
  }

  private Parameter named(Argument argument) {
    String name = argument.name() == null ? "" : argument.name().text();
    List<String> known = function.parameters().stream().map(Parameter::name).toList();
    return function.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              String near = Suggestion.didYouMean(name, known);
              return binder.problem(
                  ErrorCode.ARGUMENT,
                  argument.span(),
                  "%s() has no parameter '%s'".formatted(function.name(), name),
                  near != null ? near : "it has " + String.join(", ", known));
            });
  }

  private Scalar value(Parameter parameter, Argument argument) {
    Scalar value = constants.lower(argument.value());
    KqlType type = StoredRows.type(parameter.kind());
    if (type == KqlType.DYNAMIC) {
      if (value.type() == KqlType.DYNAMIC || value.type() == KqlType.STRING) {
        return value;
      }
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          argument.span(),
          "'%s' takes a list or a string, and this is %s"
              .formatted(parameter.name(), Binder.a(value.type())));
    }
    return type == KqlType.INT
            && value.constant() instanceof Long number
            && number == number.intValue()
        ? binder.values().constant(KqlType.INT, number.intValue())
        : new Conversions(binder.values()).to(type, value);
  }

  private Rows filtered(Rows rows) {
    Scalars s = binder.context().scalars();
    List<RexNode> conditions = new ArrayList<>();
    value("disabled").ifPresent(v -> conditions.add(s.not(s.isTrue(v.rex()))));
    compared(rows, "starttime", "TimeGenerated", true).ifPresent(conditions::add);
    compared(rows, "endtime", "TimeGenerated", false).ifPresent(conditions::add);
    Optional<List<String>> source = list("srcipaddr_has_any_prefix");
    source.ifPresent(list -> conditions.add(prefixed(rows, "SrcIpAddr", list)));
    Optional<List<String>> destination = list("dstipaddr_has_any_prefix");
    destination.ifPresent(list -> conditions.add(prefixed(rows, "DstIpAddr", list)));
    Optional<List<String>> either = list("ipaddr_has_any_prefix");
    either.ifPresent(
        list ->
            conditions.add(
                s.or(prefixed(rows, "SrcIpAddr", list), prefixed(rows, "DstIpAddr", list))));
    value("dstportnumber")
        .ifPresent(
            port ->
                conditions.add(
                    unlessNull(port, s.equal(column(rows, "DstPortNumber"), port.rex()))));
    // No record of AWS names a host.
    list("hostname_has_any").ifPresent(list -> conditions.add(s.bool(false)));
    list("dvcaction").ifPresent(list -> conditions.add(anyCase(rows, "DvcAction", list)));
    value("eventresult")
        .filter(result -> !"*".equals(result.constant()))
        .ifPresent(result -> conditions.add(s.equal(column(rows, "EventResult"), result.rex())));
    Rows kept = rows.with(binder.context().algebra().filter(rows.relation(), s.and(conditions)));
    return either.map(list -> matching(kept, list)).orElse(kept);
  }

  private Optional<Scalar> value(String parameter) {
    return Optional.ofNullable(given.get(parameter));
  }

  private Optional<RexNode> compared(Rows rows, String parameter, String column, boolean from) {
    Scalars s = binder.context().scalars();
    return value(parameter)
        .map(
            time ->
                unlessNull(
                    time,
                    s.call(
                        from
                            ? SqlStdOperatorTable.GREATER_THAN_OR_EQUAL
                            : SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                        column(rows, column),
                        time.rex())));
  }

  /** A null filters nothing. */
  private RexNode unlessNull(Scalar value, RexNode condition) {
    Scalars s = binder.context().scalars();
    return value.constant() != null ? condition : s.or(s.isNull(value.rex()), condition);
  }

  /** A list that filters; empty for none, and for the empty list. */
  private Optional<List<String>> list(String parameter) {
    Scalar value = given.get(parameter);
    if (value == null) {
      return Optional.empty();
    }
    Argument argument = written.get(parameter);
    if (!(value.constant() instanceof String text) || argument == null) {
      throw binder.unsupported(
          argument == null ? call.span() : argument.span(), "A list that is not a constant");
    }
    List<String> list =
        value.type() == KqlType.STRING
            ? List.of(text)
            : JsonArray.elements(text)
                .map(elements -> elements.stream().map(Object::toString).toList())
                .orElseGet(() -> List.of(text.replaceAll("^\"|\"$", "")));
    if (list.size() > LONGEST_LIST) {
      throw binder.problem(
          ErrorCode.TOO_LARGE,
          argument.span(),
          "The list has %d values, and %d are allowed".formatted(list.size(), LONGEST_LIST));
    }
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  /** As has_any_ipv4_prefix: a prefix ends with a dot, else it is a whole address. */
  private RexNode prefixed(Rows rows, String column, List<String> prefixes) {
    Scalars s = binder.context().scalars();
    RexNode address = column(rows, column);
    List<RexNode> any = new ArrayList<>();
    for (String prefix : prefixes) {
      if (prefix.endsWith(".")) {
        any.add(
            binder
                .values()
                .call(
                    KqlType.BOOL,
                    "STARTS_WITH",
                    "starts_with({0}, {1})",
                    new Scalar(address, KqlType.STRING),
                    binder.values().text(prefix))
                .rex());
      } else if (ADDRESS.matcher(prefix).matches()) {
        any.add(s.equal(address, s.text(prefix)));
      }
    }
    return s.or(any);
  }

  private RexNode anyCase(Rows rows, String column, List<String> values) {
    Scalars s = binder.context().scalars();
    Scalar lower =
        binder
            .values()
            .named(KqlType.STRING, "lower", new Scalar(column(rows, column), KqlType.STRING));
    return s.or(
        values.stream()
            .map(value -> s.equal(lower.rex(), s.text(value.toLowerCase(Locale.ROOT))))
            .toList());
  }

  /** ASimMatchingIpAddr says which address it was that ipaddr_has_any_prefix let through. */
  private Rows matching(Rows rows, List<String> prefixes) {
    Scalars s = binder.context().scalars();
    RexNode source = prefixed(rows, "SrcIpAddr", prefixes);
    RexNode destination = prefixed(rows, "DstIpAddr", prefixes);
    RexNode which =
        s.choose(
            Types.TEXT,
            s.and(source, destination),
            s.text("Both"),
            source,
            s.text("SrcIpAddr"),
            s.text("DstIpAddr"));
    Relation<KqlType> relation = rows.relation();
    List<Output<KqlType>> outputs =
        rows.fields().stream()
            .map(
                field ->
                    new Output<>(
                        field.name(),
                        field.name().equals("ASimMatchingIpAddr")
                            ? which
                            : binder.context().algebra().ref(relation, field),
                        field.type()))
            .toList();
    return rows.with(binder.context().algebra().project(relation, outputs));
  }

  private RexNode column(Rows rows, String name) {
    return binder
        .context()
        .algebra()
        .ref(rows.relation(), rows.relation().field(name).orElseThrow());
  }
}
