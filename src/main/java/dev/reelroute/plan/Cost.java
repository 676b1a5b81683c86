package dev.reelroute.plan;

import dev.reelroute.inspect.FrameMemory;
import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.plan.Plan.Rendition;
import java.util.Locale;
import java.util.Optional;

/**
 * What a plan costs, known before any work is done: pixels times frames, both those that are decoded and those that are
 * encoded, also where the grid shows one frame a thousand times. The size of the file tells nothing about it. Pure.
 *
 * @param seconds of a processor for all tasks together, roughly
 * @param decodingSeconds part of these: for decoding the whole video track once
 * @param pixelRate pixels to decode per second of running time
 * @param leverage processor seconds per megabyte of the source
 * @param frameSize bytes of one decoded frame
 * @param memory bytes of address space that one FFmpeg of this plan needs at most
 */
public record Cost(
        double seconds, double decodingSeconds, double pixelRate, double leverage, long frameSize, long memory) {

    /** 4:2:0 in 8 bit, which all encoders get. */
    private static final double BYTES_PER_PIXEL = 1.5;

    /** Three 32-bit floating point values. */
    private static final int BYTES_PER_TONE_MAPPED_PIXEL = 12;

    /** Stacks of an encoder's threads. */
    private static final double STACKS = 64 << 20;

    private static final int TONE_MAPPED_AT_A_TIME = 8;

    public static Cost of(Plan plan) {
        VideoTrack video = plan.source().video();
        double seconds = TaskPlanner.seconds(plan);
        double running = Math.max(plan.grid().duration(), 1e-3);
        return new Cost(
                seconds,
                TaskPlanner.decoding(plan),
                (double) video.codedWidth() * video.codedHeight() * Math.max(1, video.pictures()) / running,
                seconds * 1e6 / Math.max(1, plan.source().size()),
                video.frameSize(),
                memory(plan));
    }

    /** Why a source is heavy, in a sentence with figures; empty when it is not. */
    public Optional<String> heavy(HeavyProperties limits) {
        if (frameSize >= limits.pictureSize().toBytes()) {
            return why("one decoded frame takes %.0f MB", frameSize / 1e6);
        }
        if (pixelRate > limits.pixelRate()) {
            return why("each second of it has %.0f million pixels to decode", pixelRate / 1e6);
        }
        if (leverage > limits.leverage() && seconds > limits.leverageFrom().toSeconds()) {
            return why("each megabyte of it asks for %.0f s of a processor", leverage);
        }
        return Optional.empty();
    }

    private static Optional<String> why(String format, double figure) {
        return Optional.of(String.format(Locale.ROOT, format, figure));
    }

    private static long memory(Plan plan) {
        VideoTrack video = plan.source().video();
        double encoders = plan.renditions().stream().mapToDouble(Cost::encoder).sum();
        Rendition largest = plan.largest();
        double toneMapping = video.hdr()
                ? (double) largest.width() * largest.height() * BYTES_PER_TONE_MAPPED_PIXEL * TONE_MAPPED_AT_A_TIME
                : 0;
        return FrameMemory.decoding(video.frameSize())
                + Math.round(encoders + toneMapping)
                + plan.source().reach();
    }

    /**
     * How many frames an encoder looks ahead, uses as references and keeps in other sizes; at most half of this was
     * measured.
     */
    private static double encoder(Rendition rendition) {
        int frames = switch (VideoCodec.of(rendition.codec())) {
            case H264 -> 100;
            case HEVC -> 200;
            case AV1 -> 500;
        };
        return STACKS + rendition.width() * (double) rendition.height() * BYTES_PER_PIXEL * frames;
    }
}
