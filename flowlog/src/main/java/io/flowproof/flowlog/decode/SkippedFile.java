package io.flowproof.flowlog.decode;

/**
 * A file or folder that was met and not read.
 *
 * @param file its path
 * @param unreadable true when it could not be looked at; false when it is no flow log
 * @param reason why, in words
 */
public record SkippedFile(String file, boolean unreadable, String reason) {}
