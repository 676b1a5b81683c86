package dev.reelroute.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.access.Bearers;
import dev.reelroute.access.Caller;
import dev.reelroute.access.Callers;
import dev.reelroute.address.Addresses;
import dev.reelroute.address.ClientAddresses;
import dev.reelroute.api.Viewer.Form;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.Glance;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.Statements.WatchVideo;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The live event stream. Spring MVC serves it: in a route, each viewer would hold one of the routes' threads. One
 * thread looks at all watched videos, four times a second, and only while there are viewers. Every event is the whole
 * video, so that a client that reconnects only needs the newest state.
 */
@RestController
class VideoEvents {

    private static final Logger LOG = LoggerFactory.getLogger(VideoEvents.class);
    private static final byte[] PING = comment("still here");
    private static final long LOOK_MILLIS = 250;
    private static final long PING_LOOKS = 15_000 / LOOK_MILLIS;
    /** Between two times that we ask whether a viewer may still watch. */
    private static final long ASK_LOOKS = 3_000 / LOOK_MILLIS;

    /** @param tenant whose it must be; null: anybody's */
    private record Watched(String id, @Nullable String tenant) {}

    private final Ledger ledger;
    private final VideoViews views;
    private final Addresses addresses;
    private final ClientAddresses clients;
    private final Callers callers;
    private final Bearers bearers;
    private final ObjectMapper json;
    private final Map<Watched, Set<Viewer>> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "video-events");
        thread.setDaemon(true);
        return thread;
    });
    private final OpenStreams streams;
    private long looks;

    VideoEvents(
            Ledger ledger,
            VideoViews views,
            Addresses addresses,
            ClientAddresses clients,
            Callers callers,
            Bearers bearers,
            ObjectMapper json,
            OpenStreams streams) {
        this.ledger = ledger;
        this.views = views;
        this.addresses = addresses;
        this.clients = clients;
        this.callers = callers;
        this.bearers = bearers;
        this.json = json;
        this.streams = streams;
    }

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends; what goes wrong in it is logged there
    void start() {
        looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @GetMapping("/api/videos/{id}/events")
    void follow(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable("id") String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId)
            throws IOException {
        Caller caller = callers.current();
        Watched wanted = new Watched(id, caller.wall());
        VideoRow video = find(wanted).orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        // A HEAD gets here as well. Nothing would ever be written to it, and only by writing it is noticed that a
        // client has gone.
        if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
            open(wanted, video, caller, lastEventId, request, response);
        }
    }

    private void open(
            Watched wanted,
            VideoRow video,
            Caller caller,
            @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Form form = new Form(addresses.current(), caller.uploadToken() != null);
        // A client that has seen this state already waits for the next change, but not for the answer to begin.
        byte[] first =
                Long.toString(video.revision()).equals(lastEventId) ? comment("nothing new") : event(video, form);
        Viewer viewer = new Viewer(
                form,
                caller,
                streams.add(caller, clients.of(request)),
                glance(video),
                request.startAsync(request, response),
                first,
                gone -> forget(wanted, gone));
        watched.compute(wanted, (key, viewers) -> {
            Set<Viewer> all = viewers == null ? ConcurrentHashMap.newKeySet() : viewers;
            all.add(viewer);
            return all;
        });
        viewer.begin();
    }

    /** This runs before the web server waits for open requests: a stream ends only when one side ends it. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        looker.shutdownNow();
        watched.forEach((video, viewers) -> viewers.forEach(viewer -> tell(video, viewer, Viewer::stop)));
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

    private void look(Watched id, Set<Viewer> viewers) {
        viewers.stream()
                .filter(viewer -> viewer.isInDoubt)
                .forEach(viewer -> tell(id, viewer, each -> {
                    if (each.send(PING)) {
                        each.isInDoubt = false;
                    }
                }));
        Optional<Glance> glance = ledger.askOne(new WatchVideo(id.id(), id.tenant()));
        if (glance.isEmpty()) {
            byte[] deleted = utf8("event:deleted\ndata:\n\n");
            viewers.forEach(viewer -> tell(id, viewer, each -> {
                if (each.send(deleted)) {
                    each.end();
                }
            }));
        } else {
            tell(id, viewers, glance.get());
        }
        if (looks % ASK_LOOKS == 0) {
            // A key may have been revoked since, a token be over.
            viewers.stream()
                    .filter(viewer -> !bearers.lets(viewer.caller))
                    .forEach(viewer -> tell(id, viewer, Viewer::breakOff));
        }
        if (looks % PING_LOOKS == 0) {
            viewers.forEach(viewer -> tell(id, viewer, each -> each.isInDoubt |= each.send(PING)));
        }
    }

    private void tell(Watched id, Set<Viewer> viewers, Glance glance) {
        // Each viewer is compared with the state that it was sent: one that connects while others are sent a change may
        // have seen the state before it. One that has not read that yet is sent the newest when it has.
        List<Viewer> behind = new ArrayList<>();
        viewers.forEach(viewer -> tell(id, viewer, each -> {
            if (!each.seen.equals(glance) && each.isFree()) {
                behind.add(each);
            }
        }));
        if (behind.isEmpty()) {
            return;
        }
        find(id).ifPresent(video -> {
            Map<Form, byte[]> made = new HashMap<>();
            for (Viewer viewer : behind) {
                viewer.seen = glance(video);
                byte[] event = made.computeIfAbsent(viewer.form, form -> event(video, form));
                tell(id, viewer, each -> each.isInDoubt |= each.send(event));
            }
        });
    }

    /** What may be said to a viewer; one that cannot be told has gone. */
    private interface Word {
        void say(Viewer viewer) throws IOException;
    }

    private void tell(Watched id, Viewer viewer, Word word) {
        try {
            word.say(viewer);
        } catch (IOException | IllegalStateException e) {
            forget(id, viewer);
        }
    }

    private Optional<VideoRow> find(Watched video) {
        return ledger.askOne(new FindVideo(video.id(), video.tenant()));
    }

    private static Glance glance(VideoRow video) {
        return new Glance(video.revision(), video.progress());
    }

    private byte[] event(VideoRow video, Form form) {
        Addresses.Visit visit = addresses.visit(form.address());
        try {
            VideoView view = views.view(video);
            String data = json.writeValueAsString(form.isForPage() ? view.forPage() : view);
            return utf8("id:" + video.revision() + "\nevent:video\ndata:" + data + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A video makes JSON", e);
        } finally {
            visit.end();
        }
    }

    private static byte[] comment(String text) {
        return utf8(":" + text + "\n\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void forget(Watched id, Viewer viewer) {
        watched.computeIfPresent(id, (key, viewers) -> {
            if (viewers.remove(viewer)) {
                streams.remove(viewer.shares);
            }
            return viewers.isEmpty() ? null : viewers;
        });
    }
}
