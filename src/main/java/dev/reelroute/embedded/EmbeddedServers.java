package dev.reelroute.embedded;

import dev.reelroute.startup.Beside;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Starts the embedded servers while the beans are made, because those would otherwise wait for a fifth of the start. The
 * servers are there when all beans are, and before the routes start. Which of them there are, a start decides, and not a condition
 * of a bean: those are decided when the application is built.
 */
@Component
class EmbeddedServers implements SmartInitializingSingleton, DisposableBean {

    interface Server {

        void start() throws Exception;

        /** Also after a start that failed. */
        void stop() throws Exception;
    }

    private final Map<Server, Beside<Boolean>> starts = new LinkedHashMap<>();

    @Autowired
    EmbeddedServers(
            EmbeddedQueue queue,
            EmbeddedStore store,
            @Value("${reelroute.embedded.queue:false}") boolean isQueueHere,
            @Value("${reelroute.embedded.store:false}") boolean isStoreHere) {
        this(Stream.of(isQueueHere ? queue : null, isStoreHere ? store : null)
                .filter(Objects::nonNull)
                .toList());
    }

    EmbeddedServers(List<? extends Server> servers) {
        servers.forEach(server -> starts.put(server, beside(server)));
    }

    private static Beside<Boolean> beside(Server server) {
        return new Beside<>(() -> {
                    server.start();
                    return true;
                })
                .begin("start-" + server.getClass().getSimpleName());
    }

    @Override
    public void afterSingletonsInstantiated() {
        starts.values().forEach(Beside::end);
    }

    @Override
    public void destroy() throws Exception {
        for (Map.Entry<Server, Beside<Boolean>> start : starts.entrySet()) {
            try {
                start.getValue().end();
            } catch (RuntimeException e) {
                // It is known: the application ends because of it.
            }
            start.getKey().stop();
        }
    }
}
