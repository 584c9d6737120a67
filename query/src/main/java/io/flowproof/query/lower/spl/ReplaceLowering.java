package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;

/**
 * {@code replace a WITH b IN fields}: whole values, with wildcards, in the named fields or in all;
 * {@code strcat}: texts and fields one after the other in a new field.
 */
final class ReplaceLowering {
  private ReplaceLowering() {}

  private record Pair(String from, String to) {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    List<Word> words = command.words();
    List<Pair> pairs = new ArrayList<>();
    int at = 0;
    while (at + 2 < words.size() && isWord(words.get(at + 1), "with")) {
      pairs.add(new Pair(words.get(at).name().name(), words.get(at + 2).name().name()));
      at += 3;
    }
    boolean hasFields = at < words.size() && isWord(words.get(at), "in");
    if (pairs.isEmpty() || (at < words.size() && !hasFields) || at + 1 == words.size()) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'replace' takes values, then fields",
          "such as: replace \"tcp\" WITH \"TCP\" IN transport");
      return input;
    }
    List<String> names =
        hasFields
            ? words.subList(at + 1, words.size()).stream()
                .flatMap(w -> FieldsLowering.matching(w.name(), input).stream())
                .map(field -> field.name())
                .distinct()
                .toList()
            : input.names().stream().filter(name -> !name.startsWith("_")).toList();
    Row row = new Row(context.algebra(), input);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (String name : names) {
      Value value = row.field(name).orElseThrow();
      Value replaced =
          value.type() == SplType.MULTIVALUE
              ? new Value(
                  Multivalue.map(
                      value,
                      "",
                      (one, inner) -> replaced(one.rex(), pairs, context),
                      row,
                      context,
                      command.span()),
                  SplType.MULTIVALUE)
              : new Value(
                  replaced(row.once(context.scalars().toText(value)), pairs, context),
                  SplType.TEXT);
      EvalLowering.set(outputs, new Output<>(name, replaced.rex(), replaced.type()));
    }
    return outputs.isEmpty() ? input : context.algebra().project(row.relation(), outputs);
  }

  private static boolean isWord(Word word, String text) {
    return !word.quoted() && word.name().name().equalsIgnoreCase(text);
  }

  private static RexNode replaced(RexNode text, List<Pair> pairs, SplContext context) {
    List<RexNode> parts = new ArrayList<>();
    for (Pair pair : pairs) {
      boolean wild = pair.from.indexOf('*') >= 0;
      if (!wild) {
        parts.add(context.sql().equal(text, context.sql().text(pair.from)));
        parts.add(context.sql().text(pair.to));
        continue;
      }
      String regex =
          List.of(pair.from.split("\\*", -1)).stream()
              .map(ReplaceLowering::quoted)
              .collect(Collectors.joining("(.*)", "^", "$"));
      StringBuilder with = new StringBuilder();
      int group = 0;
      for (char c : pair.to.toCharArray()) {
        with.append(c == '*' ? "\\" + ++group : c == '\\' ? "\\\\" : String.valueOf(c));
      }
      EngineFunction matches = EngineFunction.named("regexp_full_match", Types.BOOLEAN);
      EngineFunction replace = EngineFunction.named("regexp_replace", Types.TEXT);
      parts.add(context.sql().call(matches, text, context.sql().text(regex)));
      parts.add(
          context
              .sql()
              .call(replace, text, context.sql().text(regex), context.sql().text(with.toString())));
    }
    parts.add(text);
    return context.sql().choose(Types.TEXT, parts.toArray(RexNode[]::new));
  }

  private static String quoted(String literal) {
    return literal.replaceAll("[^\\p{L}\\p{N}\\s]", "\\\\$0");
  }

  static Relation<SplType> strcat(
      Command.Words command, Relation<SplType> input, SplContext context) {
    if (command.words().size() < 2) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'strcat' takes fields or texts and the field to write",
          "such as: strcat src_ip \":\" src_port source");
      return input;
    }
    boolean all = WordCommandLowering.isTrue(command, "allrequired", false, context);
    Row row = new Row(context.algebra(), input);
    List<RexNode> texts = new ArrayList<>();
    List<Integer> unbounded = new ArrayList<>();
    for (Word word : command.words().subList(0, command.words().size() - 1)) {
      if (word.quoted()) {
        texts.add(context.sql().text(word.name().name()));
        continue;
      }
      RexNode text =
          WordCommandLowering.field(word.name(), row, context)
              .map(context.scalars()::toText)
              .orElseGet(() -> context.scalars().missing().rex());
      unbounded.add(texts.size());
      texts.add(
          row.once(all ? text : context.sql().coalesce(Types.TEXT, text, context.sql().text(""))));
    }
    RexNode joined = TextLength.joined(context.sql(), texts, unbounded);
    String target = command.words().getLast().name().name();
    return EvalLowering.with(row, target, new Value(joined, SplType.TEXT), context);
  }
}
