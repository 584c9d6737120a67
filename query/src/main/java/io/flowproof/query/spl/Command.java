package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of a search, named after its keyword. Options keep the order of the text. */
public sealed interface Command extends Spl
    permits Command.Search,
        Command.Where,
        Command.Eval,
        Command.Stats,
        Command.Eventstats,
        Command.Fields,
        Command.Table,
        Command.Rename,
        Command.Sort,
        Command.Head,
        Command.Tail,
        Command.Reverse,
        Command.Dedup,
        Command.Bin,
        Command.Fillnull,
        Command.Iplocation,
        Command.Makeresults,
        Command.Top,
        Command.Macro,
        Command.Other,
        Combination,
        Command.Aggregate,
        Command.Chart,
        Command.Fieldformat,
        Command.Foreach,
        Command.Words {

  /** {@code search}, which is implied at the start of a text without a pipe. */
  record Search(SearchTerm term, Span span) implements Command {}

  /** {@code where}. */
  record Where(Expression condition, Span span) implements Command {}

  /** {@code eval}; a later assignment sees the earlier ones. */
  record Eval(List<CommandPart.Assignment> assignments, Span span) implements Command {
    /** Copies the list. */
    public Eval {
      assignments = List.copyOf(assignments);
    }
  }

  /** {@code stats}; {@code by} is empty without a BY clause. */
  record Stats(
      List<CommandPart.Aggregation> aggregations,
      List<FieldName> by,
      List<Option> options,
      Span span)
      implements Command {
    /** Copies the lists. */
    public Stats {
      aggregations = List.copyOf(aggregations);
      by = List.copyOf(by);
      options = List.copyOf(options);
    }
  }

  /** {@code eventstats}: the statistics of its group beside every event. */
  record Eventstats(
      List<CommandPart.Aggregation> aggregations,
      List<FieldName> by,
      List<Option> options,
      Span span)
      implements Command {
    /** Copies the lists. */
    public Eventstats {
      aggregations = List.copyOf(aggregations);
      by = List.copyOf(by);
      options = List.copyOf(options);
    }
  }

  /** {@code fields}: keeps the named fields, or removes them. */
  record Fields(Selection selection, List<FieldName> fields, Span span) implements Command {
    /** What happens to the named fields. */
    public enum Selection {
      /** They stay, and the internal ones with them. */
      KEEP,
      /** They go. */
      REMOVE
    }

    /** Copies the list. */
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** {@code table}: the named fields only, in that order. */
  record Table(List<FieldName> fields, Span span) implements Command {
    /** Copies the list. */
    public Table {
      fields = List.copyOf(fields);
    }
  }

  /** {@code rename}. */
  record Rename(List<CommandPart.Renaming> renamings, Span span) implements Command {
    /** Copies the list. */
    public Rename {
      renamings = List.copyOf(renamings);
    }
  }

  /**
   * {@code sort}.
   *
   * @param limit how many rows stay at most, 0 for all, null when not given (10,000 then)
   * @param reversed true with a trailing {@code desc}, which turns every key round
   */
  record Sort(@Nullable Integer limit, List<CommandPart.SortKey> keys, boolean reversed, Span span)
      implements Command {
    /** Copies the list. */
    public Sort {
      keys = List.copyOf(keys);
    }
  }

  /**
   * {@code head}.
   *
   * @param limit how many rows, null when not given (10 then)
   * @param condition rows up to the first that does not fulfil it, or null
   */
  record Head(
      @Nullable Integer limit, @Nullable Expression condition, List<Option> options, Span span)
      implements Command {
    /** Copies the list. */
    public Head {
      options = List.copyOf(options);
    }
  }

  /**
   * {@code tail}: the last rows, in reverse order.
   *
   * @param limit how many rows, null when not given (10 then)
   */
  record Tail(@Nullable Integer limit, Span span) implements Command {}

  /** {@code reverse}. */
  record Reverse(Span span) implements Command {}

  /**
   * {@code dedup}.
   *
   * @param count how many rows of each combination stay, null when not given (1 then)
   * @param sortBy empty without a sortby clause
   */
  record Dedup(
      @Nullable Integer count,
      List<FieldName> fields,
      List<Option> options,
      List<CommandPart.SortKey> sortBy,
      Span span)
      implements Command {
    /** Copies the lists. */
    public Dedup {
      fields = List.copyOf(fields);
      options = List.copyOf(options);
      sortBy = List.copyOf(sortBy);
    }
  }

  /**
   * {@code bin}, also called {@code bucket} and {@code discretize}.
   *
   * @param as the field to write, null for the field itself
   */
  record Bin(FieldName field, @Nullable FieldName as, List<Option> options, Span span)
      implements Command {
    /** Copies the list. */
    public Bin {
      options = List.copyOf(options);
    }
  }

  /** {@code fillnull}; no fields means all of them. */
  record Fillnull(List<FieldName> fields, List<Option> options, Span span) implements Command {
    /** Copies the lists. */
    public Fillnull {
      fields = List.copyOf(fields);
      options = List.copyOf(options);
    }
  }

  /** {@code iplocation}. */
  record Iplocation(FieldName field, List<Option> options, Span span) implements Command {
    /** Copies the list. */
    public Iplocation {
      options = List.copyOf(options);
    }
  }

  /** {@code makeresults}. */
  record Makeresults(List<Option> options, Span span) implements Command {
    /** Copies the list. */
    public Makeresults {
      options = List.copyOf(options);
    }
  }

  /**
   * {@code top} and {@code rare}.
   *
   * @param limit how many values, 0 for all, null when not given (10 then)
   */
  record Top(
      Order order,
      @Nullable Integer limit,
      List<FieldName> fields,
      List<FieldName> by,
      List<Option> options,
      Span span)
      implements Command {
    /** Which values come first. */
    public enum Order {
      /** The most common: {@code top}. */
      TOP,
      /** The least common: {@code rare}. */
      RARE
    }

    /** Copies the lists. */
    public Top {
      fields = List.copyOf(fields);
      by = List.copyOf(by);
      options = List.copyOf(options);
    }
  }

  /** A command with aggregations and a shape like that of stats. */
  record Aggregate(
      Aggregate.Kind kind,
      List<CommandPart.Aggregation> aggregations,
      List<FieldName> by,
      List<Option> options,
      Span span)
      implements Command {
    /** Which command. */
    public enum Kind {
      /** The statistics of the events so far beside each event. */
      STREAMSTATS,
      /** Conversions, written as functions of fields. */
      CONVERT,
      /** Moving averages, written as functions of fields. */
      TRENDLINE,
      /** Statistics of parts of the world. */
      GEOSTATS
    }

    /** Copies the lists. */
    public Aggregate {
      aggregations = List.copyOf(aggregations);
      by = List.copyOf(by);
      options = List.copyOf(options);
    }
  }

  /**
   * {@code chart} and {@code timechart}.
   *
   * @param charted what is computed, in order
   * @param over the field of chart's OVER, or null
   * @param by what follows BY
   * @param series which of the values after BY become columns, or null
   */
  record Chart(
      Chart.Kind kind,
      List<CommandPart.Charted> charted,
      @Nullable FieldName over,
      List<FieldName> by,
      CommandPart.@Nullable SeriesFilter series,
      List<Option> options,
      Span span)
      implements Command {
    /** What the rows are. */
    public enum Kind {
      /** The values of a field. */
      CHART,
      /** Spans of time. */
      TIMECHART
    }

    /** Copies the lists. */
    public Chart {
      charted = List.copyOf(charted);
      by = List.copyOf(by);
      options = List.copyOf(options);
    }
  }

  /** {@code fieldformat}: how a field is shown; its value stays. */
  record Fieldformat(CommandPart.Assignment assignment, Span span) implements Command {}

  /**
   * {@code foreach}: a pipeline for each of some fields or values.
   *
   * @param template the text between the brackets, with its {@code <<FIELD>>}
   */
  record Foreach(
      List<FieldName> fields, List<Option> options, String template, Span templateSpan, Span span)
      implements Command {
    /** Copies the lists. */
    public Foreach {
      fields = List.copyOf(fields);
      options = List.copyOf(options);
    }
  }

  /**
   * A command whose arguments are words and options, such as {@code mvexpand} or {@code delta}.
   *
   * @param name in lower case
   */
  record Words(
      String name, List<CommandPart.Word> words, List<Option> options, Span nameSpan, Span span)
      implements Command {
    /** Copies the lists. */
    public Words {
      words = List.copyOf(words);
      options = List.copyOf(options);
    }
  }

  /** A macro call in the place of a command; {@code rest} is what follows it before the pipe. */
  record Macro(MacroCall call, String rest, Span span) implements Command {}

  /**
   * A command that SPL has and whose body is not parsed yet.
   *
   * @param name in lower case
   * @param body what stands between name and pipe, without comments and outer blanks
   * @param nameSpan where the name stands
   */
  record Other(String name, String body, Span nameSpan, Span span) implements Command {}
}
