package dev.reelroute.journey;

import static org.awaitility.Awaitility.await;

import dev.reelroute.journey.Saboteur.Deed;
import dev.reelroute.journey.Saboteur.Plan;
import dev.reelroute.ledger.TaskKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A video that is encoded, and not published before it is released, however fast or slow the machine. */
final class Held {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CountDownLatch encoded = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Held() {}

    /** @param application one that was started with {@link Saboteur.Hire} */
    static Held back(Application application, String filename) {
        Held held = new Held();
        Deed hold = (exchange, work) -> {
            held.encoded.countDown();
            held.released.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        };
        application
                .bean(Saboteur.class)
                .plot(filename, new Plan("publish-video.gather", claim -> claim.kind() == TaskKind.PUBLISH, 1, hold));
        return held;
    }

    void awaitEncoded() {
        await("all but publishing").atMost(PATIENCE).until(() -> encoded.getCount() == 0);
    }

    /** Once it is encoded. */
    void release() {
        awaitEncoded();
        released.countDown();
    }
}
