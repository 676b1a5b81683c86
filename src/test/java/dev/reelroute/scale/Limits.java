package dev.reelroute.scale;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What other systems promise, beside what a run asks of them. */
final class Limits {

    /** Amazon's "Best practices design patterns: optimizing Amazon S3 performance": for each prefix, in a second. */
    private static final double S3_PUTS = 3500;

    private static final double S3_GETS = 5500;

    /** Of one PostgreSQL on two processors: the three writes of a claim with their reads take 1.2 ms (decision 8). */
    private static final double LEDGER_WRITES = 2500;

    /** PostgreSQL's {@code max_connections}, where nobody has set it. */
    private static final double CONNECTIONS = 100;

    /** Each worker's {@code ledger.pool}. */
    private static final double POOL = 16;

    private Limits() {}

    /** @param times how much of the limit is used: above 1 it is broken */
    record Use(String what, double times) {}

    /** The tightest first. */
    static List<Use> of(Report report) {
        return List.of(
                        new Use("connections", report.settings().workers() * POOL / CONNECTIONS),
                        new Use("ledger", report.ledgerWrites() / LEDGER_WRITES),
                        new Use("PUT", report.puts() / S3_PUTS),
                        new Use("GET", report.gets() / S3_GETS))
                .stream()
                .sorted(Comparator.comparingDouble(Use::times).reversed())
                .toList();
    }

    /** Such as {@code connections (1.6 ×)}; all that are broken, else the tightest. */
    static String text(Report report) {
        List<Use> uses = of(report);
        List<Use> broken = uses.stream().filter(use -> use.times() > 1).toList();
        return broken.isEmpty()
                ? "nothing (" + text(uses.get(0)) + ")"
                : broken.stream().map(Limits::text).collect(Collectors.joining(", "));
    }

    private static String text(Use use) {
        return String.format(Locale.ROOT, use.times() < 10 ? "%s %.1f ×" : "%s %.0f ×", use.what(), use.times());
    }
}
