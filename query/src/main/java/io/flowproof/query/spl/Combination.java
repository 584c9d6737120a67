package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that brings rows from elsewhere (a data model, a lookup, another search), joins them
 * with those it has, or takes rows elsewhere. Named after its keyword; options keep the order of
 * the text.
 */
public sealed interface Combination extends Command {

  /**
   * {@code tstats}.
   *
   * @param from {@code Model} or {@code Model.Dataset}; null for the events of indexes
   * @param where the terms after WHERE, {@link SearchTerm.Everything} without them
   * @param by empty without a BY clause; {@code span} is among the options
   */
  record Tstats(
      List<CommandPart.Aggregation> aggregations,
      @Nullable FieldName from,
      SearchTerm where,
      List<FieldName> by,
      List<Option> options,
      Span span)
      implements Combination {
    /** Copies the lists. */
    public Tstats {
      aggregations = List.copyOf(aggregations);
      by = List.copyOf(by);
      options = List.copyOf(options);
    }
  }

  /** {@code datamodel}: model, dataset and mode, as many as are given. */
  record Datamodel(List<FieldName> words, List<Option> options, Span span) implements Combination {
    /** Copies the lists. */
    public Datamodel {
      words = List.copyOf(words);
      options = List.copyOf(options);
    }
  }

  /**
   * {@code from}.
   *
   * @param kind such as {@code datamodel} or {@code lookup}, in lower case
   */
  record From(String kind, FieldName name, Span span) implements Combination {}

  /** {@code lookup}; {@code output} is null where the text does not say what to take. */
  record Lookup(
      FieldName table,
      List<CombinationPart.LookupField> match,
      CombinationPart.@Nullable LookupOutput output,
      List<Option> options,
      Span span)
      implements Combination {
    /** Copies the lists. */
    public Lookup {
      match = List.copyOf(match);
      options = List.copyOf(options);
    }
  }

  /** {@code inputlookup}; {@code where} is null without the clause. */
  record Inputlookup(FieldName table, @Nullable SearchTerm where, List<Option> options, Span span)
      implements Combination {
    /** Copies the list. */
    public Inputlookup {
      options = List.copyOf(options);
    }
  }

  /** {@code outputlookup}: writes the rows into a lookup and passes them on. */
  record Outputlookup(FieldName table, List<Option> options, Span span) implements Combination {
    /** Copies the list. */
    public Outputlookup {
      options = List.copyOf(options);
    }
  }

  /** {@code collect}: writes the rows into a summary index and passes them on. */
  record Collect(List<Option> options, Span span) implements Combination {
    /** Copies the list. */
    public Collect {
      options = List.copyOf(options);
    }
  }

  /**
   * {@code join}.
   *
   * @param fields what must be equal; empty for all common fields, or where {@code on} says it
   * @param on empty, or the pairs of {@code left=L right=R where L.a=R.b}, without the aliases
   */
  record Join(
      List<FieldName> fields,
      List<CombinationPart.JoinPair> on,
      List<Option> options,
      Spl.Search search,
      Span span)
      implements Combination {
    /** Copies the lists. */
    public Join {
      fields = List.copyOf(fields);
      on = List.copyOf(on);
      options = List.copyOf(options);
    }
  }

  /** {@code append}: the rows of a search after those at hand. */
  record Append(Spl.Search search, List<Option> options, Span span) implements Combination {
    /** Copies the list. */
    public Append {
      options = List.copyOf(options);
    }
  }

  /** {@code appendcols}: the fields of a search beside the rows at hand, row by row. */
  record Appendcols(Spl.Search search, List<Option> options, Span span) implements Combination {
    /** Copies the list. */
    public Appendcols {
      options = List.copyOf(options);
    }
  }

  /** {@code appendpipe}: what further commands make of the rows, after the rows. */
  record Appendpipe(Spl.Search search, List<Option> options, Span span) implements Combination {
    /** Copies the list. */
    public Appendpipe {
      options = List.copyOf(options);
    }
  }

  /** {@code union} and {@code multisearch}: several searches, or named datasets, as one. */
  record Union(
      Union.Kind kind,
      List<FieldName> datasets,
      List<Spl.Search> searches,
      List<Option> options,
      Span span)
      implements Combination {
    /** Which command it is. */
    public enum Kind {
      /** {@code union}. */
      UNION,
      /** {@code multisearch}. */
      MULTISEARCH
    }

    /** Copies the lists. */
    public Union {
      datasets = List.copyOf(datasets);
      searches = List.copyOf(searches);
      options = List.copyOf(options);
    }
  }

  /** {@code set}: two searches as sets of rows. */
  record SetOperation(SetOperation.Kind kind, Spl.Search left, Spl.Search right, Span span)
      implements Combination {
    /** What stays. */
    public enum Kind {
      /** The rows of either. */
      UNION,
      /** The rows of one and not of the other. */
      DIFF,
      /** The rows of both. */
      INTERSECT
    }
  }

  /**
   * {@code map}: a search that is run once for each row, with values of the row in the place of
   * {@code $field$}.
   *
   * @param template the text of the search
   * @param templateSpan where it stands
   */
  record Map(String template, Span templateSpan, List<Option> options, Span span)
      implements Combination {
    /** Copies the list. */
    public Map {
      options = List.copyOf(options);
    }
  }

  /** {@code format}: the rows as the text of a search; {@code marks} is empty or holds six. */
  record Format(List<String> marks, List<Option> options, Span span) implements Combination {
    /** Copies the lists. */
    public Format {
      marks = List.copyOf(marks);
      options = List.copyOf(options);
    }
  }

  /**
   * {@code return}: fields of the first rows as the text of a search.
   *
   * @param count how many rows, null when not given (1 then)
   */
  record Return(@Nullable Integer count, List<CombinationPart.ReturnItem> items, Span span)
      implements Combination {
    /** Copies the list. */
    public Return {
      items = List.copyOf(items);
    }
  }
}
