package dev.reelroute.text;

/**
 * A finished text track, as one WebVTT file.
 *
 * @param name such as {@code subtitles-0}; also its folder
 * @param language tag, {@code und} when unknown
 * @param label for a player's menu
 * @param key of the file, relative to the video's prefix
 * @param bytes of the file
 */
public record TextTrack(
        String name, String language, String label, TextKind kind, boolean isDefault, String key, long bytes) {}
