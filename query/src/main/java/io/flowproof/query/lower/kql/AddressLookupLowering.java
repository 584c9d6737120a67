package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Binary;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Member;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * {@code evaluate ipv4_lookup(table, address, network, key, …, return_unmatched)} and {@code
 * ipv6_lookup}: the rows, beside each the rows of a table whose network it lies in (Kusto
 * documentation, "ipv4_lookup plugin", "ipv6_lookup plugin"). Further keys must be equal, and stand
 * in the result once.
 */
final class AddressLookupLowering {
  private static final String LOW = WindowCalls.HIDDEN + "wlow";
  private static final String HIGH = WindowCalls.HIDDEN + "whigh";

  private final Binder binder;

  AddressLookupLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(Call call, Rows rows, Environment names) {
    List<Argument> arguments = call.arguments();
    if (arguments.size() < 3
        || !(arguments.get(1).value() instanceof Name address)
        || !(arguments.get(2).value() instanceof Name network)) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          call.function().text() + "() takes a table, a column of addresses and one of networks");
    }
    Rows table = new Pipelines(binder).rows(arguments.getFirst().value(), names);
    texts(address, rows);
    texts(network, table);
    boolean unmatched = false;
    List<KqlExpression> keys = new ArrayList<>();
    for (Argument argument : arguments.subList(3, arguments.size())) {
      Name name = argument.name();
      if (argument.value() instanceof Literal literal
          && literal.value() instanceof Boolean flag
          && (name == null || name.text().equals("return_unmatched"))) {
        unmatched = flag;
      } else {
        keys.add(argument.value());
      }
    }
    boolean ranges = call.function().text().equals("ipv4_lookup");
    Rows left = ranges ? bounded(address, rows, names) : rows;
    Rows right = ranges ? bounded(network, table, names) : table;
    List<JoinKeys.Pair> pairs = new JoinKeys(binder, left, right).of(keys);
    JoinSides sides = new JoinSides(binder, left, right, names.names());
    Expressions both = new Expressions(binder, sides, names);
    RexNode inside = both.condition(ranges ? overlap(call.span()) : match(address, network), "");
    JoinKind kind = unmatched ? JoinKind.LEFTOUTER : JoinKind.INNER;
    Rows found = new JoinLowering(binder).lookedUp(kind, left, right, pairs, inside);
    return WindowCalls.shown(found);
  }

  private void texts(Name column, Rows rows) {
    KqlType type =
        rows.relation()
            .field(column.text())
            .orElseThrow(() -> binder.unknownColumn(column, rows))
            .type();
    if (type != KqlType.STRING) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          column.span(),
          "Addresses and networks are strings, and '%s' is %s"
              .formatted(column.text(), Binder.a(type)));
    }
  }

  /** The first and the last address of a network as numbers, null where it is none. */
  private Rows bounded(Name column, Rows rows, Environment names) {
    Span span = column.span();
    Expressions expressions = Expressions.over(binder, rows, names);
    Call low = call(span, "parse_ipv4", column);
    Call size =
        call(
            span,
            "binary_shift_left",
            number(span, 1),
            new Binary(
                span,
                BinaryOperator.SUBTRACT,
                span,
                number(span, 32),
                call(span, "ipv4_netmask_suffix", column)));
    Binary high =
        new Binary(
            span,
            BinaryOperator.ADD,
            span,
            low,
            new Binary(span, BinaryOperator.SUBTRACT, span, size, number(span, 1)));
    return new VisibleColumns(binder, rows)
        .put(LOW, expressions.lower(low))
        .put(HIGH, expressions.lower(high))
        .project();
  }

  private static KqlExpression overlap(Span span) {
    return new KqlExpression.Logical(
        span,
        KqlExpression.LogicalOperator.AND,
        List.of(
            new Binary(
                span,
                BinaryOperator.LESS_EQUAL,
                span,
                side(span, "$right", LOW),
                side(span, "$left", HIGH)),
            new Binary(
                span,
                BinaryOperator.LESS_EQUAL,
                span,
                side(span, "$left", LOW),
                side(span, "$right", HIGH))));
  }

  private static KqlExpression match(Name address, Name network) {
    return call(
        address.span(),
        "ipv6_is_match",
        side(address.span(), "$left", address.text()),
        side(network.span(), "$right", network.text()));
  }

  private static Member side(Span span, String side, String column) {
    return new Member(span, new Name(span, side), new Name(span, column));
  }

  private static Literal number(Span span, long value) {
    return new Literal(span, KqlType.LONG, value);
  }

  private static Call call(Span span, String function, KqlExpression... arguments) {
    List<Argument> all = new ArrayList<>();
    for (KqlExpression argument : arguments) {
      all.add(new Argument(span, null, argument));
    }
    return new Call(span, new Name(span, function), all);
  }
}
