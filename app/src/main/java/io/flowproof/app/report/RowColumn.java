package io.flowproof.app.report;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of rows that are written out.
 *
 * @param name its heading
 * @param numeric whether its values stand at the right
 * @param json a value as JSON has it: Boolean, Number, String, List or Map of these, or null
 * @param text a value as text, null for null
 */
public record RowColumn(
    String name,
    boolean numeric,
    Function<@Nullable Object, @Nullable Object> json,
    Function<@Nullable Object, @Nullable String> text) {}
