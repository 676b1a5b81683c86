package dev.reelroute.cost;

import dev.reelroute.failure.Misconfigured;
import java.util.stream.DoubleStream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Unit costs and prices.
 *
 * @param processor processor time
 * @param bits how much of their caps renditions use
 * @param prices what is paid
 */
@ConfigurationProperties("reelroute.cost")
public record CostProperties(Processor processor, Bits bits, Prices prices) {

    /**
     * Processor seconds of FFmpeg and ffprobe; how work grows with pixels, frames, codec and preset is known to
     * {@link dev.reelroute.plan.TaskPlanner}.
     *
     * @param video for each second that it weighs a chunk with
     * @param audio for each second that it weighs an audio track with
     * @param other for each second that it weighs other tasks with
     * @param publish for each second that it weighs publishing with
     * @param inspection for looking at a source
     * @param inspectionGigabyte in addition for each GB of it
     * @param worker share that the worker itself takes in addition, of all of these
     * @param spread the highest estimate is larger by this share, the lowest smaller accordingly
     */
    public record Processor(
            double video,
            double audio,
            double other,
            double publish,
            double inspection,
            double inspectionGigabyte,
            double worker,
            double spread) {

        public Processor {
            require(
                    DoubleStream.of(video, audio, other, publish, inspection, inspectionGigabyte, worker, spread)
                            .allMatch(CostProperties::isAmount),
                    "reelroute.cost.processor has a value that is no amount of time.");
        }
    }

    /**
     * Shares of the cap.
     *
     * @param expected usually
     * @param least of what is easy to encode; what is hard takes all of it
     */
    public record Bits(double expected, double least) {

        public Bits {
            require(
                    least > 0 && least <= expected && expected <= 1,
                    "reelroute.cost.bits has least " + least + " and expected " + expected
                            + ", which are no shares of a cap, the smaller one first.");
        }
    }

    /**
     * @param currency ISO 4217
     * @param processorHour of a worker's processor with its memory
     * @param storedGigabyte for a month
     * @param thousandPuts of objects
     */
    public record Prices(String currency, double processorHour, double storedGigabyte, double thousandPuts) {

        public Prices {
            require(
                    DoubleStream.of(processorHour, storedGigabyte, thousandPuts).allMatch(CostProperties::isAmount),
                    "reelroute.cost.prices has a value that is no price.");
        }
    }

    private static boolean isAmount(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Misconfigured(otherwise, "Give numbers from 0 on, such as those of config/application.yaml.");
        }
    }
}
