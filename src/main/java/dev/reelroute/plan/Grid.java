package dev.reelroute.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.reelroute.media.Rational;

/**
 * The frame grid of a video. Frame {@code n} of every rendition is shown at {@code n / frameRate} seconds; segments and
 * chunks are runs of frames, half open: chunk {@code k} holds frames {@code [k·chunkFrames, (k+1)·chunkFrames)}. The
 * last chunk includes a rest of less than half a chunk: tiny chunks cost more than they save, and a chunk of one frame
 * would be empty if that frame were missing.
 *
 * @param frames expected number of frames; the last chunk ends where the source ends
 * @param gopFrames frames from one key frame to the next
 * @param segmentFrames frames of a segment, a multiple of {@code gopFrames}
 * @param chunkFrames frames of a chunk, a multiple of {@code segmentFrames}
 */
public record Grid(Rational frameRate, long frames, int gopFrames, int segmentFrames, int chunkFrames) {

    public Grid {
        if (gopFrames < 1 || segmentFrames % gopFrames != 0 || chunkFrames % segmentFrames != 0 || segmentFrames < 1) {
            throw new IllegalArgumentException("A chunk holds whole segments and a segment whole GOPs, got "
                    + chunkFrames + " / " + segmentFrames + " / " + gopFrames);
        }
    }

    @JsonIgnore
    public int chunks() {
        return (int) Math.max(1, (frames + chunkFrames / 2) / chunkFrames);
    }

    /** First frame of chunk {@code k}. */
    public long firstFrame(int chunk) {
        return (long) chunk * chunkFrames;
    }

    /** Expected frames of chunk {@code k}. */
    public long framesOf(int chunk) {
        return isLast(chunk) ? frames - firstFrame(chunk) : chunkFrames;
    }

    public boolean isLast(int chunk) {
        return chunk == chunks() - 1;
    }

    /** Number of the first segment of chunk {@code k}; segments are counted from 0 over the whole video. */
    public long firstSegment(int chunk) {
        return firstFrame(chunk) / segmentFrames;
    }

    @JsonIgnore
    public double segmentSeconds() {
        return frameRate.seconds(segmentFrames);
    }

    @JsonIgnore
    public double duration() {
        return frameRate.seconds(frames);
    }
}
