package dev.reelroute.api;

import dev.reelroute.access.Bearers;
import dev.reelroute.access.Caller;
import dev.reelroute.access.Callers;
import dev.reelroute.address.Addresses;
import dev.reelroute.address.ClientAddresses;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.Glance;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.Statements.WatchVideo;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The live event stream. Spring MVC serves it: in a route, each viewer would hold one of the routes' threads. One
 * thread looks at all watched videos, four times a second, and only while there are viewers. Every event is the whole
 * video, so that a client that reconnects only needs the newest state.
 */
@RestController
class VideoEvents {

    private static final Logger LOG = LoggerFactory.getLogger(VideoEvents.class);
    private static final long LOOK_MILLIS = 250;
    private static final long PING_LOOKS = 15_000 / LOOK_MILLIS;
    /** Between two times that we ask whether a viewer may still watch. */
    private static final long ASK_LOOKS = 3_000 / LOOK_MILLIS;

    /** @param tenant whose it must be; null: anybody's */
    private record Watched(String id, @Nullable String tenant) {}

    /** Knows us by an address, and the video by what it was sent last. */
    private static final class Viewer {
        final PublicAddress address;
        final Caller caller;

        Glance seen;

        Viewer(PublicAddress address, Caller caller, Glance seen) {
            this.address = address;
            this.caller = caller;
            this.seen = seen;
        }
    }

    private final Ledger ledger;
    private final VideoViews views;
    private final Addresses addresses;
    private final ClientAddresses clients;
    private final Callers callers;
    private final Bearers bearers;
    private final Map<Watched, Map<SseEmitter, Viewer>> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "video-events");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> streams = new ConcurrentHashMap<>();
    private final int mostStreams;
    private long looks;

    VideoEvents(
            Ledger ledger,
            VideoViews views,
            Addresses addresses,
            ClientAddresses clients,
            Callers callers,
            Bearers bearers,
            @Value("${reelroute.http.event-streams}") int mostStreams) {
        this.ledger = ledger;
        this.views = views;
        this.addresses = addresses;
        this.clients = clients;
        this.callers = callers;
        this.bearers = bearers;
        this.mostStreams = mostStreams;
    }

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends; what goes wrong in it is logged there
    void start() {
        looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @GetMapping("/api/videos/{id}/events")
    ResponseEntity<SseEmitter> follow(
            HttpServletRequest request,
            @PathVariable("id") String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId)
            throws IOException {
        Caller caller = callers.current();
        Watched wanted = new Watched(id, caller.wall());
        VideoRow video = find(wanted).orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
        SseEmitter viewer = new SseEmitter(0L);
        String client = caller.equals(Caller.ANYBODY) ? clients.of(request) : caller.subject();
        viewer.onCompletion(() -> {
            forget(wanted, viewer);
            streams.computeIfPresent(client, (who, count) -> count == 1 ? null : count - 1);
        });
        viewer.onError(error -> forget(wanted, viewer));
        // A client that has seen this state already waits for the next change, but not for the answer to begin.
        if (Long.toString(video.revision()).equals(lastEventId)) {
            viewer.send(SseEmitter.event().comment("nothing new"));
        } else {
            viewer.send(event(video, isPage(caller)));
        }
        open(client);
        Viewer known = new Viewer(addresses.current(), caller, glance(video));
        watched.compute(wanted, (key, viewers) -> {
            Map<SseEmitter, Viewer> all = viewers == null ? new ConcurrentHashMap<>() : viewers;
            all.put(viewer, known);
            return all;
        });
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .body(viewer);
    }

    private void open(String client) {
        streams.compute(client, (who, count) -> {
            int others = count == null ? 0 : count;
            if (others >= mostStreams) {
                throw new Refused(
                        FailureCode.TOO_MANY_EVENT_STREAMS, "This client has " + others + ".", Duration.ofMinutes(1));
            }
            return others + 1;
        });
    }

    /** This runs before the web server waits for open requests: a stream ends only when one side ends it. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        looker.shutdownNow();
        watched.values().forEach(viewers -> viewers.keySet().forEach(SseEmitter::complete));
    }

    private void look() {
        looks++;
        watched.forEach((video, viewers) -> {
            try {
                look(video, viewers);
            } catch (DataAccessException e) {
                LOG.debug("Video {} cannot be looked at now: {}", video.id(), e.toString());
            } catch (RuntimeException e) {
                LOG.warn("Viewers of video {} were not told of a change", video.id(), e);
            }
        });
    }

    private void look(Watched id, Map<SseEmitter, Viewer> viewers) {
        Optional<Glance> glance = ledger.askOne(new WatchVideo(id.id(), id.tenant()));
        if (glance.isEmpty()) {
            send(id, viewers, SseEmitter.event().name("deleted").data("")::build);
            viewers.keySet().forEach(SseEmitter::complete);
            watched.remove(id);
            return;
        }
        // Each viewer is compared with the state that it was sent: one that connects while others are sent a change may
        // have seen the state before it.
        Map<SseEmitter, Viewer> behind = new HashMap<>(viewers);
        behind.values().removeIf(viewer -> viewer.seen.equals(glance.get()));
        if (!behind.isEmpty()) {
            find(id).ifPresent(video -> {
                behind.values().forEach(viewer -> viewer.seen = glance(video));
                send(id, only(behind, true), () -> event(video, true).build());
                send(id, only(behind, false), () -> event(video, false).build());
            });
        }
        if (looks % ASK_LOOKS == 0) {
            // A key may have been revoked since, a token be over.
            viewers.entrySet().stream()
                    .filter(each -> !bearers.lets(each.getValue().caller))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(SseEmitter::complete);
        }
        if (looks % PING_LOOKS == 0) {
            send(id, viewers, SseEmitter.event().comment("still here")::build);
        }
    }

    private Optional<VideoRow> find(Watched video) {
        return ledger.askOne(new FindVideo(video.id(), video.tenant()));
    }

    private static Glance glance(VideoRow video) {
        return new Glance(video.revision(), video.progress());
    }

    /** @param pages who watch by an upload token, or all others */
    private static Map<SseEmitter, Viewer> only(Map<SseEmitter, Viewer> viewers, boolean pages) {
        Map<SseEmitter, Viewer> some = new HashMap<>(viewers);
        some.values().removeIf(viewer -> isPage(viewer.caller) != pages);
        return some;
    }

    private static boolean isPage(Caller caller) {
        return caller.uploadToken() != null;
    }

    private SseEmitter.SseEventBuilder event(VideoRow video, boolean forPage) {
        return SseEmitter.event()
                .id(Long.toString(video.revision()))
                .name("video")
                .data(forPage ? views.view(video).withoutUsage() : views.view(video), MediaType.APPLICATION_JSON);
    }

    private void send(Watched id, Map<SseEmitter, Viewer> viewers, Supplier<Set<DataWithMediaType>> event) {
        Map<PublicAddress, Set<DataWithMediaType>> made = new HashMap<>();
        viewers.forEach((emitter, viewer) -> {
            try {
                emitter.send(made.computeIfAbsent(viewer.address, known -> by(known, event)));
            } catch (IOException | IllegalStateException e) {
                forget(id, emitter);
            }
        });
    }

    private Set<DataWithMediaType> by(PublicAddress address, Supplier<Set<DataWithMediaType>> event) {
        Addresses.Visit visit = addresses.visit(address);
        try {
            return event.get();
        } finally {
            visit.end();
        }
    }

    private void forget(Watched id, SseEmitter viewer) {
        watched.computeIfPresent(id, (key, viewers) -> {
            viewers.remove(viewer);
            return viewers.isEmpty() ? null : viewers;
        });
    }
}
