package io.flowproof.query.catalog;

import java.util.List;

/**
 * A table as a SIEM has it, made from stored records.
 *
 * @param name what a rule calls it
 * @param about one line for documentation and messages
 * @param stored the stored tables whose records it shows, all of them
 * @param columns its columns in order
 */
public record SiemTable(String name, String about, List<String> stored, List<SiemColumn> columns) {}
