package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.splunk.LookupDefinition;
import io.flowproof.query.splunk.LookupFiles.LookupException;
import io.flowproof.query.splunk.LookupTable;
import io.flowproof.query.splunk.Lookups;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds lookups by their names in a search, and says what is wrong with a name or a file. */
final class LookupSource {
  private final SplContext context;
  private final GivenLookups given;

  LookupSource(SplContext context) {
    this.context = context;
    this.given = new GivenLookups(context);
  }

  /** The definition of that name, or null and a problem. */
  @Nullable LookupDefinition definition(FieldName name) {
    if (!isName(name)) {
      return null;
    }
    Lookups lookups = context.splunk().lookups();
    LookupDefinition definition =
        lookups
            .find(name.name())
            .or(() -> given.find(name.name()).map(table -> LookupDefinition.ofFile(name.name())))
            .orElse(null);
    if (definition == null) {
      unknown(name);
      return null;
    }
    if (definition.unsupported() != null) {
      context.unsupported(
          name.span(),
          "The lookup '"
              + name.name()
              + "' has the setting '"
              + definition.unsupported()
              + "', which is not supported");
      return null;
    }
    return definition;
  }

  /** Whether a lookup may have that name; a path is a problem. */
  boolean isName(FieldName name) {
    if (Lookups.isName(name.name())) {
      return true;
    }
    context.error(
        ErrorCode.FORBIDDEN,
        name.span(),
        "A lookup is named without a path: '" + name.name() + "'",
        "lookups lie in the folder that --lookups or --app names");
    return false;
  }

  /** The contents, or null and a problem. */
  @Nullable LookupTable table(LookupDefinition definition, FieldName name) {
    if (!Lookups.isName(definition.file())) {
      context.error(
          ErrorCode.FORBIDDEN,
          name.span(),
          "The lookup '" + name.name() + "' names a file with a path: " + definition.file(),
          null);
      return null;
    }
    try {
      LookupTable table =
          context
              .splunk()
              .lookups()
              .table(definition)
              .or(() -> given.find(definition.file()).map(found -> given.rows(found, name)))
              .orElse(null);
      if (table == null) {
        unknown(name);
      }
      return table;
    } catch (LookupException e) {
      context.error(ErrorCode.DATA, name.span(), String.valueOf(e.getMessage()), null);
      return null;
    }
  }

  private void unknown(FieldName name) {
    List<String> known = new ArrayList<>(context.splunk().lookups().names());
    known.addAll(given.names());
    String hint = Suggestion.didYouMean(name.name(), known);
    context.error(
        ErrorCode.UNKNOWN_TABLE,
        name.span(),
        "Unknown lookup '" + name.name() + "'",
        hint != null
            ? hint
            : "--lookups DIR takes a folder of CSV files, --app DIR an app, --table NAME=FILE a file");
  }
}
