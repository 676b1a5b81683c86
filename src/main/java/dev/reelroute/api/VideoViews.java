package dev.reelroute.api;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reelroute.address.Addresses;
import dev.reelroute.api.VideoView.Playback;
import dev.reelroute.api.VideoView.Problem;
import dev.reelroute.api.VideoView.Rendition;
import dev.reelroute.api.VideoView.Source;
import dev.reelroute.api.VideoView.Subtitles;
import dev.reelroute.cost.CostModel;
import dev.reelroute.cost.Usage;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindPoster;
import dev.reelroute.ledger.Statements.ListSubtitles;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.notify.Outbox;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.VideoCodec;
import dev.reelroute.publish.Labels;
import dev.reelroute.publish.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Turns a row of the ledger into what the contract shows. */
@Component
public class VideoViews implements Outbox.VideoSnapshot {

    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final Ledger ledger;
    private final Json json;
    private final Addresses addresses;
    private final CostModel costs;
    private final String elsewhere;

    /** @param elsewhere address where players find published files, when this server does not serve them; else empty */
    VideoViews(
            Ledger ledger,
            Json json,
            Addresses addresses,
            CostModel costs,
            @Value("${reelroute.playback.base-url:}") String elsewhere) {
        this.ledger = ledger;
        this.json = json;
        this.addresses = addresses;
        this.costs = costs;
        this.elsewhere = elsewhere.replaceAll("/+$", "");
    }

    @Override
    public VideoView view(VideoRow video) {
        @Nullable SourceInfo info = info(video);
        @Nullable Plan plan = plan(video);
        return new VideoView(
                video.id(),
                video.status(),
                isPlayable(video),
                video.status() == VideoStatus.READY ? 1 : Math.min(0.999, video.progress()),
                video.filename(),
                video.profileRevision(),
                video.metadata() == null ? Map.of() : json.read(video.metadata(), METADATA),
                video.priority(),
                video.tenant().isEmpty() ? null : video.tenant(),
                video.visibility(),
                source(video, info),
                plan == null ? List.of() : renditions(video, plan),
                subtitles(video, plan, info),
                video.visibility() == Visibility.PUBLIC
                        ? playback(video, plan, info, publicly(video)).orElse(null)
                        : null,
                problem(video),
                Remedy.of(video),
                info == null || info.warnings().isEmpty() ? null : info.warnings(),
                usage(video),
                video.attempts(),
                video.createdAt(),
                video.updatedAt(),
                video.readyAt());
    }

    private VideoView.@Nullable Usage usage(VideoRow video) {
        if (video.workerSeconds() == 0) {
            return null;
        }
        Usage usage = new Usage(
                video.processorSeconds(),
                Objects.requireNonNullElse(video.storedBytes(), 0L),
                Objects.requireNonNullElse(video.storedObjects(), 0L));
        return new VideoView.Usage(
                video.processorSeconds(),
                video.workerSeconds(),
                video.storedBytes(),
                video.storedObjects(),
                new VideoView.Cost(costs.currency(), costs.processing(usage), costs.storage(usage)));
    }

    private @Nullable SourceInfo info(VideoRow video) {
        return video.source() == null ? null : json.read(video.source(), SourceInfo.class);
    }

    private @Nullable Plan plan(VideoRow video) {
        return video.plan() == null ? null : json.read(video.plan(), Plan.class);
    }

    private static @Nullable Source source(VideoRow video, @Nullable SourceInfo info) {
        if (video.sourceSize() == null) {
            return null;
        }
        if (info == null) {
            return new Source(video.sourceSize(), null, null, null, null, null, null, null, null);
        }
        return new Source(
                video.sourceSize(),
                info.container(),
                info.duration(),
                info.video().width(),
                info.video().height(),
                info.video().frameRate().toString(),
                info.video().codec(),
                info.audio().isEmpty() ? null : info.audio().get(0).codec(),
                info.text().captions() ? true : null);
    }

    /** @param info of a video that is ready, it has the text tracks that were published */
    private List<Subtitles> subtitles(VideoRow video, @Nullable Plan plan, @Nullable SourceInfo info) {
        Stream<Subtitles> own = plan == null || info == null
                ? Stream.empty()
                : plan.texts().stream()
                        .filter(text -> info.text().tracks().stream().anyMatch(track -> track.index() == text.track()))
                        .map(text -> new Subtitles(Labels.bcp47(text.language()), text.label(), text.kind(), false));
        Stream<Subtitles> uploaded = ledger.ask(new ListSubtitles(video.id(), video.tenant())).stream()
                .map(text -> new Subtitles(text.language(), text.label(), text.kind(), true));
        return Stream.concat(own, uploaded).toList();
    }

    // All renditions of a chunk come from one decode, so their progress is the same.
    private static List<Rendition> renditions(VideoRow video, Plan plan) {
        String status = video.status() == VideoStatus.PROCESSING && video.progress() == 0
                ? VideoStatus.QUEUED.name()
                : video.status().name();
        return plan.renditions().stream()
                .map(rendition -> new Rendition(
                        rendition.name(),
                        rendition.width(),
                        rendition.height(),
                        VideoCodec.of(rendition.codec()).label(),
                        rendition.maxrate(),
                        status))
                .toList();
    }

    /**
     * Where a video is played.
     *
     * @param files what the addresses of its files begin with
     * @param ours the same, but here, whoever else serves them
     * @param page for people, or null
     */
    private record Place(
            String files, String ours, @Nullable String page, String embed) {}

    private Place publicly(VideoRow video) {
        String here = addresses.current().base();
        String ours = here + "/videos/" + video.id() + "/";
        return new Place(
                elsewhere.isBlank() ? ours : elsewhere + "/" + video.id() + "/",
                ours,
                here + "/watch/" + video.id(),
                here + "/embed/" + video.id());
    }

    private static boolean isPlayable(VideoRow video) {
        return video.status() == VideoStatus.READY || isEarly(video);
    }

    private static boolean isEarly(VideoRow video) {
        return video.status() == VideoStatus.PROCESSING && video.early() != null;
    }

    /**
     * What can be played of a video now, by one viewer.
     *
     * @param base what the addresses begin with
     */
    public Optional<Playback> playback(VideoRow video, String base) {
        return playback(video, plan(video), info(video), new Place(base, base, null, base + "embed"));
    }

    private Optional<Playback> playback(VideoRow video, @Nullable Plan plan, @Nullable SourceInfo info, Place at) {
        if (!isPlayable(video)) {
            return Optional.empty();
        }
        if (isEarly(video)) {
            @Nullable
            String poster =
                    ledger.ask(new FindPoster(video.id(), video.tenant())).isEmpty() ? null : at.files() + "poster.jpg";
            return Optional.of(new Playback(
                    at.files() + video.early(), null, null, null, poster, null, null, at.page(), at.embed()));
        }
        boolean isEncrypted = plan != null && plan.encrypted();
        String base = at.files();
        return Optional.of(new Playback(
                base + "master.m3u8",
                isEncrypted ? null : base + "manifest.mpd",
                isEncrypted ? null : base + "video.mp4",
                isEncrypted ? null : at.ours() + "video.mp4?download",
                info != null && info.warns(SourceInfo.NO_POSTER) ? null : base + "poster.jpg",
                video.storyboard() ? base + "storyboard.vtt" : null,
                plan != null && !plan.source().text().chapters().isEmpty() ? base + Manifests.CHAPTERS : null,
                at.page(),
                at.embed()));
    }

    private static @Nullable Problem problem(VideoRow video) {
        return video.errorCode() == null || video.errorMessage() == null
                ? null
                : new Problem(video.errorCode(), video.errorMessage(), video.errorDetail());
    }
}
