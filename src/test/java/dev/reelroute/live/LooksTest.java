package dev.reelroute.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When files are looked at that may be edited. */
class LooksTest {

    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(250);

    /** Remembers when it was asked to look. */
    private record Watched(List<Long> looks, int changesAt) implements LiveFiles {

        Watched(int changesAt) {
            this(new CopyOnWriteArrayList<>(), changesAt);
        }

        @Override
        public boolean look() {
            looks.add(System.nanoTime());
            return looks.size() == changesAt;
        }

        /** Nanoseconds between each look and the next. */
        List<Long> pauses() {
            List<Long> known = List.copyOf(looks);
            return IntStream.range(1, known.size())
                    .mapToObj(i -> known.get(i) - known.get(i - 1))
                    .toList();
        }
    }

    @Test
    void whoeverSavesAFileWaitsForLessThanAnybodyElse() {
        Watched idle = new Watched(-1);
        Watched edited = new Watched(2);
        LiveChanges changes = new LiveChanges(List.of(idle, edited), true);
        changes.start();
        try {
            await().until(() -> idle.looks().size() > 2 && edited.looks().size() > 5);
        } finally {
            changes.stop();
        }

        assertThat(idle.pauses()).allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(USUAL));
        assertThat(edited.pauses().get(0)).as("before the change").isGreaterThanOrEqualTo(USUAL);
        // Of several: a busy machine may be late with one, never early.
        assertThat(edited.pauses()).anySatisfy(pause -> assertThat(pause).isLessThan(USUAL));
    }

    @Test
    void aStopWaitsForNoLook() {
        Watched idle = new Watched(-1);
        LiveChanges changes = new LiveChanges(List.of(idle), true);
        changes.start();
        await().until(() -> !idle.looks().isEmpty());
        int before = idle.looks().size();

        changes.stop();

        assertThat(idle.looks()).hasSize(before);
    }
}
