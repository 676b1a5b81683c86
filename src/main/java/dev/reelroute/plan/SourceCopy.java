package dev.reelroute.plan;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Plan.AudioRendition;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Whether browsers can play the tracks of a source unchanged, so that the early stream is a copy of it. Pure. */
public final class SourceCopy {

    /** Longest time between key frames, in seconds: each segment starts with one, and a player needs short segments. */
    private static final double SPARSE_KEY_FRAMES = 10;

    /** Bits per second. More is too much for the only size of a stream. */
    private static final double HEAVY = 12e6;

    private SourceCopy() {}

    /** Whether nothing has to be decoded: then the cost depends on the bytes of the file, not on its pixels. */
    static boolean ofAll(Plan plan) {
        return ofVideo(plan.source())
                && audio(plan).map(audio -> ofAudio(plan.source(), audio)).orElse(true);
    }

    /** Whether every browser plays the video track unchanged. */
    public static boolean ofVideo(SourceInfo source) {
        VideoTrack video = source.video();
        Rational square = new Rational(1, 1);
        return video.codec().equals("h264")
                && Set.of("yuv420p", "yuvj420p").contains(video.pixelFormat())
                && video.seekable()
                && source.line().plain()
                && !video.interlaced()
                && !video.clockJumps()
                && !video.hdr()
                && !video.colours().isStrange()
                && video.rotation() == 0
                && !video.mirrored()
                && video.sampleAspect().equals(square)
                && video.keyFrameSeconds() <= SPARSE_KEY_FRAMES
                && source.size() * 8 / source.duration() <= HEAVY;
    }

    /** Whether every browser plays the audio track unchanged. */
    public static boolean ofAudio(SourceInfo source, AudioRendition audio) {
        return source.audio().stream()
                .filter(track -> track.index() == audio.track())
                .anyMatch(SourceCopy::isPlain);
    }

    /** The default track, in stereo or less. */
    public static Optional<AudioRendition> audio(Plan plan) {
        return plan.audio().stream()
                .filter(audio -> audio.channels() <= 2)
                .max(Comparator.comparing(AudioRendition::isDefault));
    }

    private static boolean isPlain(AudioTrack track) {
        return track.codec().equals("aac") && track.channels() <= 2;
    }
}
