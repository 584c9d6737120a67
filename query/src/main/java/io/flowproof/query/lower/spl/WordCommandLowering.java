package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands whose arguments are words and options: each is lowered by a class of its own. */
final class WordCommandLowering {
  private WordCommandLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    return switch (command.name()) {
      case "accum" -> RunningLowering.accum(command, input, context);
      case "addcoltotals", "addtotals" -> TotalsLowering.lower(command, input, context);
      case "addinfo" -> AddinfoLowering.lower(input, context);
      case "autoregress" -> RunningLowering.autoregress(command, input, context);
      case "contingency", "counttable", "ctable" ->
          ContingencyLowering.lower(command, input, context);
      case "fieldsummary" -> new FieldsummaryLowering(command, context).lower(input);
      case "makecontinuous" -> new MakecontinuousLowering(command, context).lower(input);
      case "timewrap" -> new TimewrapLowering(command, context).lower(input);
      case "delta" -> RunningLowering.delta(command, input, context);
      case "filldown" -> RunningLowering.filldown(command, input, context);
      case "makemv" -> MakemvLowering.lower(command, input, context);
      case "mvcombine" -> MvcombineLowering.lower(command, input, context);
      case "mvexpand" -> MvexpandLowering.lower(command, input, context);
      case "nomv" -> MakemvLowering.nomv(command, input, context);
      case "rangemap" -> RangemapLowering.lower(command, input, context);
      case "regex" -> RexLowering.regex(command, input, context);
      case "reltime" -> AddinfoLowering.reltime(input, context);
      case "replace" -> ReplaceLowering.lower(command, input, context);
      case "rex" -> RexLowering.rex(command, input, context);
      case "spath" -> SpathLowering.lower(command, input, context);
      case "strcat" -> ReplaceLowering.strcat(command, input, context);
      case "uniq" -> UniqLowering.lower(input, context);
      case "transaction" -> TransactionLowering.lower(command, input, context);
      case "transpose" -> TransposeLowering.lower(command, input, context);
      case "xyseries" -> XyseriesLowering.lower(command, input, context);
      case "untable" -> UntableLowering.lower(command, input, context);
      // These change how a result looks in Splunk's own pages, and where a search runs.
      case "highlight", "iconify", "localop" -> input;
      default -> {
        context.error(
            ErrorCode.ARGUMENT,
            command.span(),
            "'" + command.name() + "' must be the first command",
            null);
        yield input;
      }
    };
  }

  /** The value of an option, or null. */
  static @Nullable Option option(Command.Words command, String name) {
    return command.options().stream().filter(o -> o.name().equals(name)).findFirst().orElse(null);
  }

  /** The text of an option, or what it is by default. */
  static String text(Command.Words command, String name, String otherwise) {
    Option option = option(command, name);
    return option == null ? otherwise : option.value();
  }

  /** Whether an option is set. */
  static boolean isTrue(Command.Words command, String name, boolean otherwise, SplContext context) {
    Option option = option(command, name);
    return option == null ? otherwise : Options.isTrue(option, context);
  }

  /** The single field that a command is about; another number of words is reported. */
  static Optional<Word> onlyWord(Command.Words command, SplContext context) {
    if (command.words().size() == 1) {
      return Optional.of(command.words().getFirst());
    }
    context.error(
        ErrorCode.SYNTAX,
        command.words().size() > 1 ? command.words().get(1).span() : command.span(),
        "'" + command.name() + "' takes one field, found " + command.words().size(),
        null);
    return Optional.empty();
  }

  /** The fields that the words of a command name, wildcards resolved; all of none are named. */
  static List<String> fields(Command.Words command, Relation<SplType> input, SplContext context) {
    return command.words().stream()
        .map(Word::name)
        .flatMap(name -> names(name, input, context).stream())
        .distinct()
        .toList();
  }

  private static List<String> names(FieldName name, Relation<SplType> input, SplContext context) {
    List<String> found = FieldsLowering.matching(name, input).stream().map(f -> f.name()).toList();
    if (found.isEmpty() && !name.isPattern()) {
      context.missingField(name.name(), name.span(), input.names());
    }
    return found;
  }

  /** A field as a value, or nothing and a notice. */
  static Optional<Value> field(FieldName name, Row row, SplContext context) {
    Optional<Value> value = row.field(name.name());
    if (value.isEmpty()) {
      context.missingField(name.name(), name.span(), row.relation().names());
    }
    return value;
  }
}
