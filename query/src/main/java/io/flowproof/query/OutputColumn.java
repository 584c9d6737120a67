package io.flowproof.query;

/**
 * A column of a query's result.
 *
 * @param name the name in the language
 * @param type how its physical values are to be read and shown
 */
public record OutputColumn(String name, ValueType type) {}
