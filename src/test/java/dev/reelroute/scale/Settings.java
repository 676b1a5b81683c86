package dev.reelroute.scale;

import dev.reelroute.ledger.Lane;

/**
 * Where the work is done.
 *
 * @param workers processes that do one piece of the bulk lane at a time
 * @param processors that they share; as many as workers, but for tests of the simulator
 * @param speed of a processor, as a multiple of the one that the unit costs were measured on
 * @param bandwidth bytes a second between a worker and the store
 * @param request seconds that the store takes for one small request
 * @param parallel requests of a worker that publishes, at the same time
 * @param losses Spot interruptions of one worker in an hour
 * @param replacement seconds from the notice of an interruption until another worker takes work
 * @param seed of whatever is left to chance
 */
public record Settings(
        int workers,
        int processors,
        double speed,
        double bandwidth,
        double request,
        int parallel,
        double losses,
        double replacement,
        long seed) {

    /** Bytes a second: 0.78 Gb/s, what the smallest of Amazon's compute instances have at all times. */
    private static final double BASELINE = 97e6;

    /** What Amazon's documents name for the first byte of a small object is 0.1 to 0.2 s; within a region 0.02 s is usual. */
    private static final double S3_REQUEST = 0.025;

    /** As {@code publish.requests} is configured. */
    private static final int REQUESTS = 16;

    /**
     * As the unit costs were measured: the store is on the same machine, where its time for a request is that of a processor,
     * and a source is linked instead of copied.
     */
    public static Settings here(int workers) {
        return new Settings(workers, workers, 1, 1e12, 0.003, 1, 0, 0, 1);
    }

    /** At Amazon: the source and all results go through a network. */
    public static Settings amazon(int workers) {
        return new Settings(workers, workers, 1, BASELINE, S3_REQUEST, REQUESTS, 0, 0, 1);
    }

    public Settings withSpeed(double faster) {
        return new Settings(workers, processors, faster, bandwidth, request, parallel, losses, replacement, seed);
    }

    /** Processes of one machine, each of which is bound to one of its processors. */
    public Settings onProcessors(int count) {
        return new Settings(workers, count, speed, bandwidth, request, parallel, losses, replacement, seed);
    }

    /** Fargate needs about a minute for a task, and the worker ten seconds. */
    public Settings withSpotLosses(double perHour) {
        return new Settings(workers, processors, speed, bandwidth, request, parallel, perHour, 75, seed);
    }

    public Settings withSeed(long other) {
        return new Settings(workers, processors, speed, bandwidth, request, parallel, losses, replacement, other);
    }

    /** Pieces of work at a time, of a worker with one processor; else as in {@code config/application.yaml}. */
    static int places(Lane lane) {
        return switch (lane) {
            case FAST -> 2;
            case EARLY -> 8;
            case BULK, HEAVY -> 1;
        };
    }

    /** Linux's share of a processor by niceness: each step is a factor of 1.25. */
    static double share(Lane lane) {
        return switch (lane) {
            case FAST, EARLY -> 1;
            case BULK -> Math.pow(1.25, -10);
            case HEAVY -> Math.pow(1.25, -19);
        };
    }
}
