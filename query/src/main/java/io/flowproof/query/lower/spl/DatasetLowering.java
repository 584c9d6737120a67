package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Datasets of the data model Network_Traffic: All_Traffic, Traffic_By_Action below it, and below
 * that Allowed_Traffic and Blocked_Traffic (Common Information Model Add-on Manual, "Network
 * Traffic"); and the commands that list their events, {@code datamodel} and {@code from}.
 */
final class DatasetLowering {
  static final String MODEL = "Network_Traffic";
  static final String ROOT = "All_Traffic";
  private static final String BY_ACTION = "Traffic_By_Action";
  private static final Map<String, String> ACTIONS =
      Map.of("Allowed_Traffic", "allowed", "Blocked_Traffic", "blocked");

  private final SplContext context;

  DatasetLowering(SplContext context) {
    this.context = context;
  }

  /** The events of a dataset, with the fields' own names. */
  Relation<SplType> events(FieldName dataset, QueryTime time) {
    String path = path(dataset);
    Relation<SplType> events =
        Events.of(context.shared().catalog().networkTraffic(), time, dataset.span(), context);
    Events.checkExtraction(time, dataset.span(), context);
    return below(path, events, dataset.span());
  }

  /** The part of the model's name after its first dot, {@code All_Traffic} without one. */
  private String path(FieldName dataset) {
    int dot = dataset.name().indexOf('.');
    String model = dot < 0 ? dataset.name() : dataset.name().substring(0, dot);
    if (!model.equals(MODEL)) {
      String hint = Suggestion.didYouMean(model, List.of(MODEL));
      context.error(
          ErrorCode.UNKNOWN_TABLE,
          dataset.span(),
          "The data model '" + model + "' has no events here",
          hint == null ? "flow logs are in " + MODEL + "." + ROOT : hint);
    }
    return dot < 0 ? ROOT : dataset.name().substring(dot + 1);
  }

  /** The events of a dataset that is named by its path below the model. */
  Relation<SplType> below(String path, Relation<SplType> events, Span span) {
    List<String> names = List.of(path.split("\\.", -1));
    String last = names.getLast();
    if (last.equals(ROOT) || last.equals(BY_ACTION)) {
      return events;
    }
    String action = ACTIONS.get(last);
    if (action == null) {
      if (context.shared().diagnostics().isEmpty()) {
        List<String> all = new ArrayList<>(List.of(ROOT, BY_ACTION));
        all.addAll(ACTIONS.keySet());
        String hint = Suggestion.didYouMean(last, all);
        context.error(
            ErrorCode.UNKNOWN_TABLE,
            span,
            "The data model " + MODEL + " has no dataset '" + path + "'",
            hint == null ? "it has " + String.join(", ", all.stream().sorted().toList()) : hint);
      }
      return events;
    }
    Value value = new Row(context.algebra(), events).field("action").orElseThrow();
    return context
        .algebra()
        .filter(events, context.sql().equal(value.rex(), context.sql().text(action)));
  }

  /** The same events with their fields named after the dataset, as tstats sees them. */
  static Relation<SplType> qualified(Relation<SplType> events) {
    return events.withFields(
        events.fields().stream()
            .map(
                f ->
                    f.name().startsWith("_")
                        ? f
                        : new Field<>(ROOT + "." + f.name(), f.type(), f.index()))
            .toList());
  }

  Relation<SplType> lower(Combination.Datamodel command) {
    for (Option option : command.options()) {
      if (option.name().equals("strict_fields")) {
        Options.isTrue(option, context);
      }
    }
    List<FieldName> words = command.words();
    String mode = words.size() > 2 ? words.get(2).name() : "";
    if (words.size() < 3) {
      context.unsupported(
          command.span(), "'datamodel' without a mode, which describes a model, is not supported");
      return SplLowering.nothing(context);
    }
    Relation<SplType> events =
        events(
            new FieldName(
                words.get(0).name() + "." + words.get(1).name(),
                words.get(0).span().to(words.get(1).span())),
            context.shared().time());
    return switch (mode) {
      case "search" -> qualified(events);
      case "flat" -> events;
      default -> {
        context.unsupported(
            words.get(2).span(), "The mode '" + mode + "' of 'datamodel' is not supported");
        yield events;
      }
    };
  }

  Relation<SplType> lower(Combination.From from) {
    return switch (from.kind()) {
      case "datamodel" -> events(from.name(), context.shared().time());
      case "lookup", "inputlookup" ->
          new InputlookupLowering(
                  new Combination.Inputlookup(from.name(), null, List.of(), from.span()), context)
              .lower(null);
      default -> {
        context.unsupported(
            from.span(), "'from' with a dataset of kind '" + from.kind() + "' is not supported");
        yield SplLowering.nothing(context);
      }
    };
  }
}
