package dev.reelroute.api;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.VideoCodec;
import java.util.List;

/**
 * A plan, as the contract shows it, and what it would take.
 *
 * @param profile name and revision
 * @param heavy it would go behind the others, piece by piece
 * @param chunks how many pieces the video is cut into
 * @param chunkSeconds length of all of them but the last
 * @param processorSeconds of FFmpeg
 * @param storedBytes of what is published
 * @param storedObjects how many these are
 */
public record PlanView(
        String profile,
        boolean heavy,
        List<Rendition> renditions,
        int chunks,
        @JsonSerialize(using = ShortNumber.class) double chunkSeconds,
        List<Tasks> tasks,
        Range processorSeconds,
        Range storedBytes,
        long storedObjects,
        Cost cost) {

    /** A figure that is not known exactly, see {@link dev.reelroute.cost.Range}. */
    public record Range(
            @JsonSerialize(using = ShortNumber.class) double estimate,
            @JsonSerialize(using = ShortNumber.class) double low,
            @JsonSerialize(using = ShortNumber.class) double high) {

        static Range of(dev.reelroute.cost.Range range) {
            return new Range(range.estimate(), range.low(), range.high());
        }

        /** Of what is counted: there are no parts of a byte. */
        static Range whole(dev.reelroute.cost.Range range) {
            return new Range(Math.rint(range.estimate()), Math.rint(range.low()), Math.rint(range.high()));
        }
    }

    /** @param bitrate cap in bits per second */
    public record Rendition(String name, int width, int height, String codec, long bitrate) {

        static Rendition of(Plan.Rendition rendition) {
            return new Rendition(
                    rendition.name(),
                    rendition.width(),
                    rendition.height(),
                    VideoCodec.of(rendition.codec()).label(),
                    rendition.maxrate());
        }
    }

    /**
     * All tasks of a kind.
     *
     * @param processorSeconds of FFmpeg for all of them
     */
    public record Tasks(
            TaskKind kind,
            Lane lane,
            int count,
            @JsonSerialize(using = ShortNumber.class) double processorSeconds) {}

    /**
     * Money.
     *
     * @param currency ISO 4217
     * @param processing once
     * @param storagePerMonth as long as the video is there
     */
    public record Cost(String currency, Range processing, Range storagePerMonth) {}
}
