package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.TableWrite;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.splunk.LookupDefinition;
import io.flowproof.query.splunk.Lookups;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rex.RexNode;

/**
 * {@code outputlookup} and {@code collect} (the pages of that name, Search Reference): the rows are
 * written when the search has run, and go on to the next command. Internal fields but {@code _time}
 * are not written; several values of a field are lines of one cell.
 */
final class WriteLowering {
  private static final EngineFunction LINES =
      new EngineFunction("LINES", Types.TEXT, "array_to_string({0}, chr(10))");

  private final SplContext context;

  WriteLowering(SplContext context) {
    this.context = context;
  }

  Relation<SplType> outputlookup(Combination.Outputlookup command, Relation<SplType> input) {
    boolean appends = false;
    boolean writesEmpty = false;
    Relation<SplType> rows = input;
    for (Option option : command.options()) {
      switch (option.name()) {
        case "append" -> appends = Options.isTrue(option, context);
        case "create_empty", "override_if_empty" -> writesEmpty |= Options.isTrue(option, context);
        case "max" ->
            rows = context.algebra().limit(input, Options.number(option, 0, 999_999_999, context));
        case "createinapp" -> Options.isTrue(option, context);
        default ->
            context.unsupported(
                option.span(),
                "'outputlookup' with the option '" + option.name() + "' is not supported");
      }
    }
    String file = file(command.table());
    if (file != null) {
      write(
          command.span(),
          TableWrite.Target.LOOKUP,
          file,
          appends ? TableWrite.Mode.APPEND : TableWrite.Mode.REPLACE,
          writesEmpty,
          rows);
    }
    return input;
  }

  private @org.jspecify.annotations.Nullable String file(FieldName table) {
    LookupSource source = new LookupSource(context);
    if (!source.isName(table)) {
      return null;
    }
    Lookups lookups = context.splunk().lookups();
    if (!lookups.isWritable()) {
      context.error(
          ErrorCode.UNSUPPORTED,
          table.span(),
          "'outputlookup' has no folder to write to",
          "query --lookups DIR names one");
      return null;
    }
    LookupDefinition definition = lookups.find(table.name()).orElse(null);
    String file = definition == null ? table.name() : definition.file();
    if (!file.toLowerCase(Locale.ROOT).endsWith(".csv") || !Lookups.isName(file)) {
      context.error(
          ErrorCode.UNKNOWN_TABLE,
          table.span(),
          "Unknown lookup '" + table.name() + "'",
          "a new file's name ends in .csv");
      return null;
    }
    return file;
  }

  Relation<SplType> collect(Combination.Collect command, Relation<SplType> input) {
    Option index = null;
    boolean tests = false;
    for (Option option : command.options()) {
      switch (option.name()) {
        case "index" -> index = option;
        case "testmode" -> tests = Options.isTrue(option, context);
        case "addtime", "run_in_preview", "spool" -> Options.isTrue(option, context);
        case "source", "sourcetype", "host", "marker" -> {}
        default ->
            context.unsupported(
                option.span(),
                "'collect' with the option '" + option.name() + "' is not supported");
      }
    }
    if (index == null) {
      context.error(
          ErrorCode.ARGUMENT, command.span(), "'collect' needs an index", "such as index=summary");
      return input;
    }
    if (!context.splunk().lookups().isWritable() || !Lookups.isName(index.value())) {
      context.error(
          Lookups.isName(index.value()) ? ErrorCode.UNSUPPORTED : ErrorCode.FORBIDDEN,
          index.valueSpan(),
          Lookups.isName(index.value())
              ? "'collect' has no folder to write to"
              : "An index is named without a path: '" + index.value() + "'",
          "query --lookups DIR names a folder");
      return input;
    }
    if (!tests) {
      write(
          command.span(),
          TableWrite.Target.SUMMARY_INDEX,
          index.value(),
          TableWrite.Mode.APPEND,
          false,
          input);
    }
    return input;
  }

  private void write(
      Span span,
      TableWrite.Target target,
      String name,
      TableWrite.Mode mode,
      boolean writesEmpty,
      Relation<SplType> rows) {
    Row row = new Row(context.algebra(), rows);
    List<Output<SplType>> outputs = new ArrayList<>();
    for (Field<SplType> field : rows.fields()) {
      if (!field.name().startsWith("_") || field.name().equals("_time")) {
        Value value = row.value(field);
        RexNode text =
            value.type() == SplType.MULTIVALUE
                ? context.sql().call(LINES, value.rex())
                : context.scalars().toText(value);
        outputs.add(new Output<>(field.name(), text, SplType.TEXT));
      }
    }
    Relation<SplType> texts = context.algebra().project(rows, outputs);
    context
        .shared()
        .write(
            new TableWrite(
                span,
                target,
                name,
                mode,
                writesEmpty,
                texts.names(),
                context.algebra().finish(texts)));
  }
}
