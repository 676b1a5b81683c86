package dev.reelroute.publish;

import java.util.List;
import java.util.Map;

/**
 * How the progressive MP4 is made from segments that are there already.
 *
 * @param objects keys, relative to the video's prefix, of what must lie in the work directory under the same names
 * @param lists small text files to write into the work directory: name to content
 * @param arguments for FFmpeg, run in the work directory
 */
public record Remux(List<String> objects, Map<String, String> lists, List<String> arguments) {}
