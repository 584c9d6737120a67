/**
 * Writes Parquet files, as much of the format as flow logs need: optional columns of integers and
 * texts, one page a column and row group, plain encoding, gzip (Apache Parquet, "Parquet format").
 * The Java library for it brings Hadoop along; this needs nothing.
 */
@NullMarked
package io.flowproof.simulate.parquet;

import org.jspecify.annotations.NullMarked;
