package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;

/**
 * A node of an SPL syntax tree. Trees are immutable, and every node knows its place in the text.
 */
public sealed interface Spl
    permits Spl.Search,
        Spl.FieldName,
        Spl.Option,
        Spl.MacroCall,
        Command,
        CommandPart,
        CombinationPart,
        SearchTerm,
        SearchValue,
        Expression {

  /** Where the node stands in the source. */
  Span span();

  /**
   * A search: commands joined by pipes. The base search of a text that does not start with a pipe
   * is a {@link Command.Search} at the front.
   *
   * @param commands at least one
   */
  record Search(List<Command> commands, Span span) implements Spl {
    /** Copies the list. */
    public Search {
      commands = List.copyOf(commands);
    }
  }

  /**
   * A field's name as an argument of a command. It may hold wildcards ({@code *}) where the command
   * takes them; quotes and escapes are taken off. Names are case-sensitive.
   */
  record FieldName(String name, Span span) implements Spl {
    /** True when the name stands for all fields that match it. */
    public boolean isPattern() {
      return name.indexOf('*') >= 0;
    }
  }

  /**
   * An option of a command.
   *
   * @param name in lower case
   * @param value without quotes; what it may be depends on the option
   * @param valueSpan where the value stands
   */
  record Option(String name, String value, Span valueSpan, Span span) implements Spl {}

  /**
   * A macro call between backticks, not expanded.
   *
   * @param text what stands between the backticks, such as {@code drop_dm_object_name(Web)}
   */
  record MacroCall(String text, Span span) implements Spl {
    /** The macro's name, without arguments. */
    public String name() {
      int open = text.indexOf('(');
      return (open < 0 ? text : text.substring(0, open)).strip();
    }
  }
}
