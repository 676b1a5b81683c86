package dev.reelroute.scale;

import java.util.List;
import java.util.Locale;

/** The tables of {@code docs/scale.md}. */
final class Page {

    /** AWS Elemental MediaConvert, on-demand, Basic tier, AVC up to 30 frames per second, us-east-1: for a minute of each output. */
    private static final double MEDIACONVERT_HD = 0.015;

    private static final double MEDIACONVERT_SD = 0.0075;
    private static final int HD = 720;

    private static final double FILM = 3600;

    private final UnitCosts units;
    private final Scenario scenario;
    private final long seed;

    Page(UnitCosts units, Scenario scenario, long seed) {
        this.units = units;
        this.scenario = scenario;
        this.seed = seed;
    }

    /** Puts the tables into a page, between its marks. */
    static String withTables(String page, String tables) {
        String begin = "<!-- written by bench/simulate -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- until here -->", from);
        if (from < begin.length() || to < 0) {
            throw new IllegalArgumentException("The page has no marks for the tables");
        }
        return page.substring(0, from) + tables + page.substring(to);
    }

    String tables(List<Integer> workers) {
        return storms(workers) + "\n" + films(workers) + "\n" + spot();
    }

    private String storms(List<Integer> workers) {
        StringBuilder table = new StringBuilder("""
                **A storm**: as many videos as workers, all uploaded within ten minutes, of 5 s to two hours (half of them shorter \
                than two and a half minutes), in 1080p at 6 Mb/s, by 20 tenants.

                | workers | hours of video | playable after, mean / p95 | ready after, mean / p95 | last one ready | longest queue \
                | ledger writes/s | S3 PUT/s, GET/s | PUT/s of one video | SQS requests/s | an hour of video costs \
                | limits that break |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (int count : workers) {
            Report run = Simulation.run(Settings.amazon(count).withSeed(seed), units, scenario.storm(count, seed));
            table.append(row(
                    count(count),
                    number(run.hours()),
                    time(Report.mean(run.playable())) + " / " + time(Report.p95(run.playable())),
                    time(Report.mean(run.ready())) + " / " + time(Report.p95(run.ready())),
                    time(run.end()),
                    count(run.deepest()),
                    number(run.ledgerWrites()),
                    number(run.puts()) + ", " + number(run.gets()),
                    number(run.putsOfOne()),
                    number(run.messages()),
                    money(run.money() / run.hours()),
                    Limits.text(run)));
        }
        Upload film = scenario.film(0, "", FILM);
        return table + "\nMediaConvert's list price for the same renditions: " + money(mediaConvert(film))
                + " for an hour of video.\n";
    }

    private String films(List<Integer> workers) {
        StringBuilder table = new StringBuilder("""
                **One film**: an hour of 1080p alone, 2.7 GB, from the end of its upload until READY.

                | workers | as measured here | at Amazon | processors busy, here |
                | --- | --- | --- | --- |
                """);
        List<Upload> film = List.of(scenario.film(0, "", FILM));
        for (int count : workers) {
            Report here = Simulation.run(Settings.here(count).withSeed(seed), units, film);
            Report amazon = Simulation.run(Settings.amazon(count).withSeed(seed), units, film);
            table.append(row(count(count), time(here.end()), time(amazon.end()), Math.round(100 * here.busy()) + " %"));
        }
        return table.toString();
    }

    private String spot() {
        StringBuilder table = new StringBuilder("""
                **Spot**: the storm of 1,000 workers while they are taken away.

                | a worker is taken | tasks that began again | ready after, mean / p95 | last one ready |
                | --- | --- | --- | --- |
                """);
        List<Upload> storm = scenario.storm(1000, seed);
        for (double losses : new double[] {0, 0.05, 1, 6}) {
            Report run = Simulation.run(Settings.amazon(1000).withSeed(seed).withSpotLosses(losses), units, storm);
            table.append(row(
                    losses == 0 ? "never" : "once in " + time(FILM / losses),
                    count(run.lost()),
                    time(Report.mean(run.ready())) + " / " + time(Report.p95(run.ready())),
                    time(run.end())));
        }
        return table.toString();
    }

    static double mediaConvert(Upload upload) {
        return upload.plan().renditions().stream()
                .mapToDouble(rendition ->
                        Math.min(rendition.width(), rendition.height()) >= HD ? MEDIACONVERT_HD : MEDIACONVERT_SD)
                .map(perMinute -> perMinute * upload.duration() / 60)
                .sum();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Such as {@code 0:07}, {@code 12:30} or {@code 1:02:03}. */
    static String time(double seconds) {
        long all = Math.round(seconds);
        return all < 3600
                ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    }

    private static String count(long figure) {
        return String.format(Locale.ROOT, "%,d", figure);
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, figure < 10 ? "%.1f" : "%,.0f", figure);
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, "$%.2f", dollars);
    }
}
