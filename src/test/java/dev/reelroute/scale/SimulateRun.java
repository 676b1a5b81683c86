package dev.reelroute.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@code bench/simulate} starts: {@code -Dsimulate.seed}, {@code -Dsimulate.profile}, {@code -Dsimulate.workers}. Not a
 * test: it is found by its name only. With the defaults it writes {@code docs/scale.md} again.
 */
class SimulateRun {

    static final Path PAGE = Path.of("docs", "scale.md");
    static final List<Integer> WORKERS = List.of(1, 10, 100, 1_000, 10_000);

    @Test
    void simulate() throws IOException {
        String profile = System.getProperty("simulate.profile", "standard");
        String workers = System.getProperty("simulate.workers", "");
        long seed = Long.getLong("simulate.seed", 1);
        List<Integer> counts = workers.isBlank()
                ? WORKERS
                : List.of(workers.trim().split("[ ,]+")).stream()
                        .map(Integer::valueOf)
                        .toList();
        String tables = new Page(UnitCosts.configured(), new Scenario(Scenario.profile(profile)), seed).tables(counts);
        System.out.println(tables);
        if (profile.equals("standard") && seed == 1 && workers.isBlank()) {
            Files.writeString(PAGE, Page.withTables(Files.readString(PAGE), tables));
        }
    }
}
