package io.flowproof.query.algebra;

/**
 * A column as the language sees it.
 *
 * @param name the language's name, case-sensitive, any characters; the plan's own names are
 *     generated
 * @param type the language's type
 * @param index the column's place in the plan's row
 * @param <T> the language's types
 */
public record Field<T>(String name, T type, int index) {}
