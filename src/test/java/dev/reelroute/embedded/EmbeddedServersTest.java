package dev.reelroute.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.embedded.EmbeddedServers.Server;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EmbeddedServersTest {

    private final CountDownLatch othersAreMade = new CountDownLatch(1);

    private class Slow implements Server {

        volatile boolean runs;

        @Override
        public void start() throws Exception {
            othersAreMade.await();
            runs = true;
        }

        @Override
        public void stop() {
            runs = false;
        }
    }

    @Test
    @Timeout(60)
    void otherBeansAreMadeMeanwhile() throws Exception {
        Slow store = new Slow();
        Slow queue = new Slow();

        EmbeddedServers servers = of(store, queue);
        othersAreMade.countDown();
        servers.afterSingletonsInstantiated();

        assertThat(store.runs).isTrue();
        assertThat(queue.runs).isTrue();

        servers.destroy();

        assertThat(store.runs).isFalse();
        assertThat(queue.runs).isFalse();
    }

    /** The application then says which port is taken, and ends; until then the others have started. */
    @Test
    @Timeout(60)
    void aPortThatIsTakenIsToldAndTheOtherIsStopped() throws Exception {
        PortTaken taken = new PortTaken(1, "reelroute.embedded.queue-port", new IOException());
        Slow store = new Slow();
        EmbeddedServers servers = of(
                new Slow() {
                    @Override
                    public void start() {
                        throw taken;
                    }
                },
                store);

        assertThatThrownBy(servers::afterSingletonsInstantiated).isSameAs(taken);

        othersAreMade.countDown();
        servers.destroy();

        assertThat(store.runs).isFalse();
    }

    private static EmbeddedServers of(Server... servers) {
        return new EmbeddedServers(List.of(servers));
    }
}
