package dev.reelroute.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.InspectProperties;
import dev.reelroute.inspect.SourceDescription;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceJudge;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.plan.TaskPlanner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.springframework.util.unit.DataSize;

/** What is uploaded when: planned by the product's own planner, with a profile of its own. */
public final class Scenario {

    /** Of what cameras and phones record in 1080p. */
    private static final double BYTES_PER_SECOND = 750_000;

    private static final HeavyProperties HEAVY = new HeavyProperties(
            DataSize.ofMegabytes(46), 1_000_000_000, 300, Duration.ofMinutes(1), Duration.ofMinutes(20));

    private final SourceJudge judge = new SourceJudge(
            new InspectProperties(
                    DataSize.ofGigabytes(100),
                    35_389_440,
                    Duration.ofHours(12),
                    32,
                    50_000_000_000_000L,
                    DataSize.ofMegabytes(256)),
            new ObjectMapper());
    private final LadderPlanner ladder = new LadderPlanner();
    private final TaskPlanner tasks = new TaskPlanner(HEAVY);
    private final Profile profile;

    public Scenario(Profile profile) {
        this.profile = profile;
    }

    public static Scenario standard() {
        return new Scenario(profile("standard"));
    }

    static Profile profile(String name) {
        return new Profiles(Path.of("config", "profiles")).find(name).orElseThrow();
    }

    /** Frames of 1080p, 25 a second, in H.264. */
    public Upload film(double at, String tenant, double seconds) {
        return film(at, tenant, seconds, "h264");
    }

    public Upload film(double at, String tenant, double seconds, String codec) {
        return upload(
                at,
                tenant,
                judge.imagine(new SourceDescription(
                        1920, 1080, seconds, "25", codec, Math.round(seconds * BYTES_PER_SECOND))));
    }

    /** A video that a running product has planned. */
    public static Upload of(Plan plan) {
        return new Upload(
                0, "", plan, new TaskPlanner(HEAVY).tasks(plan, plan.source().isHeavy()));
    }

    /** What the inspection of a file has found. */
    public Upload upload(double at, String tenant, SourceInfo source) {
        Plan plan = ladder.plan(source, profile);
        return new Upload(at, tenant, plan, tasks.tasks(plan, source.isHeavy()));
    }

    /**
     * Everybody uploads within ten minutes: clips of some seconds, most of some minutes, few films; six minutes in the middle.
     *
     * @param videos how many
     */
    public List<Upload> storm(int videos, long seed) {
        Random random = new Random(seed);
        List<Upload> uploads = new ArrayList<>();
        for (int i = 0; i < videos; i++) {
            double seconds = Math.round(Math.min(7200, Math.max(5, 150 * Math.exp(1.3 * random.nextGaussian()))));
            uploads.add(film(600 * random.nextDouble(), "tenant" + random.nextInt(20), seconds));
        }
        return uploads;
    }
}
