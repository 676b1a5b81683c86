package dev.reelroute.publish;

import dev.reelroute.plan.Plan.Stills;
import java.util.Locale;

/**
 * The WebVTT index of the storyboard: for each stretch of time the sprite and the rectangle on it (media fragments, W3C
 * "Media Fragments URI" §4.2.2), as the thumbnail previews of players read it.
 */
final class StoryboardWriter {

    private StoryboardWriter() {}

    /** @param duration seconds of the video, where the last frame's stretch ends */
    static String write(Stills stills, double duration) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        int perSprite = stills.columns() * stills.rows();
        for (int i = 0; i < stills.count() && i * stills.intervalSeconds() < duration; i++) {
            boolean last = i == stills.count() - 1;
            int tile = i % perSprite;
            text.append('\n').append(time(i * stills.intervalSeconds())).append(" --> ");
            text.append(time(last ? duration : Math.min(duration, (i + 1) * stills.intervalSeconds())));
            text.append('\n').append(sprite(i / perSprite)).append("#xywh=");
            text.append(tile % stills.columns() * stills.tileWidth()).append(',');
            text.append(tile / stills.columns() * stills.tileHeight()).append(',');
            text.append(stills.tileWidth())
                    .append(',')
                    .append(stills.tileHeight())
                    .append('\n');
        }
        return text.toString();
    }

    /** Key of a sprite, relative to the video's prefix. */
    private static String sprite(int index) {
        return String.format(Locale.ROOT, "storyboard-%03d.jpg", index);
    }

    private static String time(double seconds) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
