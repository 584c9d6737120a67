package io.flowproof.flowlog.decode;

import java.nio.file.Path;

/**
 * A file that will be read.
 *
 * @param path where it is
 * @param name its path as the user gave it, folders separated by {@code /}
 * @param size its size in bytes when it was found; 0 for a pipe
 */
public record ObjectFile(Path path, String name, long size) {}
