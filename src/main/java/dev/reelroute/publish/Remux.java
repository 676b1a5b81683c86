package dev.reelroute.publish;

import java.util.List;
import java.util.Map;

/**
 * How something is made from existing segments.
 *
 * @param files to be put together in the work directory: name to keys of its pieces, relative to the video's prefix
 * @param arguments for FFmpeg, run in the work directory
 */
public record Remux(Map<String, List<String>> files, List<String> arguments) {}
