package io.flowproof.flowlog.decode;

import java.util.List;

/**
 * What paths name.
 *
 * @param files the objects, in the order of the paths and of the names below them
 * @param skipped files and folders that were met and are not to be read
 */
public record FoundObjects(List<ObjectFile> files, List<SkippedFile> skipped) {}
