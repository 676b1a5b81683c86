package dev.reelroute.api;

import dev.reelroute.access.Caller;
import dev.reelroute.access.Callers;
import dev.reelroute.address.Addresses;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.intake.Intake;
import dev.reelroute.intake.IntakeProperties;
import dev.reelroute.intake.Upload;
import dev.reelroute.intake.UploadRequest;
import dev.reelroute.intake.UploadTerms;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.CancelTasks;
import dev.reelroute.ledger.Statements.CancelVideo;
import dev.reelroute.ledger.Statements.ChangeVideo;
import dev.reelroute.ledger.Statements.DeleteVideo;
import dev.reelroute.ledger.Statements.FailedTask;
import dev.reelroute.ledger.Statements.FailedTasks;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.ListRefusals;
import dev.reelroute.ledger.Statements.RefusalRow;
import dev.reelroute.ledger.Statements.RetryInspect;
import dev.reelroute.ledger.Statements.RetryTasks;
import dev.reelroute.ledger.Statements.RetryVideo;
import dev.reelroute.ledger.Statements.UploadTokenRow;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.notify.Deliveries;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.playback.Visibilities;
import dev.reelroute.quota.Quotas;
import dev.reelroute.text.Names;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What users may ask for. All methods throw {@link Refused} with the code that the contract names. A caller meets what is of
 * its tenant alone: all else is not there.
 */
@Component
public class VideoService {

    private static final int LETTERS = 100;
    private static final int MOST_LETTERS = 10_000;

    private final Ledger ledger;
    private final Intake intake;
    private final VideoViews views;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final Profiles profiles;
    private final Addresses addresses;
    private final Callers callers;
    private final Visibilities visibilities;
    private final Quotas quotas;
    private final Json json;
    private final String defaultProfile;

    VideoService(
            Ledger ledger,
            Intake intake,
            VideoViews views,
            Outbox outbox,
            Deliveries deliveries,
            Profiles profiles,
            Addresses addresses,
            Callers callers,
            Visibilities visibilities,
            Quotas quotas,
            Json json,
            IntakeProperties properties) {
        this.ledger = ledger;
        this.intake = intake;
        this.views = views;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.profiles = profiles;
        this.addresses = addresses;
        this.callers = callers;
        this.visibilities = visibilities;
        this.quotas = quotas;
        this.json = json;
        this.defaultProfile = properties.defaultProfile();
    }

    public RegisteredVideo register(UploadRequest request, @Nullable String idempotencyKey) {
        Caller caller = callers.current();
        @Nullable UploadTokenRow token = caller.uploadToken();
        UploadRequest wanted = token == null
                ? request.of(caller.tenantFor(request.tenant()))
                : json.read(token.terms(), UploadTerms.class).of(request);
        Intake.Registered registered = intake.register(wanted, idempotencyKey, token == null ? null : token.id());
        String id = registered.id();
        return new RegisteredVideo(
                id,
                registered.status(),
                registered.upload(),
                addresses.current().path() + "/api/videos/" + id);
    }

    public Upload upload(String id) {
        return intake.resume(id, wall());
    }

    public VideoView complete(String id) {
        return shown(intake.complete(id, wall()));
    }

    public VideoView show(String id) {
        return shown(find(id));
    }

    /**
     * Says anew what the video is called, what its user knows of it, and who may play it. What was handed out before, addresses
     * and what browsers keep, stays as it was.
     */
    public VideoView change(String id, VideoChange change) {
        String filename = change.filename();
        if (filename != null) {
            UploadRequest.requireName(filename);
        }
        UploadRequest.requireMetadata(change.metadata());
        if (ledger.run(new ChangeVideo(
                        id,
                        wall(),
                        filename,
                        filename == null ? null : Names.folded(filename),
                        change.metadata() == null ? null : json.write(change.metadata()),
                        change.visibility()))
                == 0) {
            throw new Refused(FailureCode.VIDEO_NOT_FOUND);
        }
        visibilities.forget(id);
        return show(id);
    }

    /** Cancels; doing so again changes nothing. */
    public VideoView cancel(String id) {
        @Nullable String tenant = wall();
        boolean cancelled = ledger.atomically(() -> {
            boolean changed = ledger.run(new CancelVideo(id, tenant)) == 1;
            if (changed) {
                ledger.run(new CancelTasks(id, tenant));
                outbox.add(id, News.CANCELLED);
            }
            return changed;
        });
        VideoRow video = find(id);
        if (!cancelled && video.status() != VideoStatus.CANCELLED) {
            throw new Refused(FailureCode.STATE_CONFLICT, "It is " + video.status() + "; there is nothing to cancel.");
        }
        return shown(video);
    }

    /** Takes up a failed or cancelled video again, from where it can continue. */
    public VideoView retry(String id) {
        VideoRow before = find(id);
        if (!retried(id, before.status())) {
            throw new Refused(FailureCode.STATE_CONFLICT, whyNoRetry(before));
        }
        return show(id);
    }

    /**
     * Work that failed for good, and input that could not be used, newest first.
     *
     * @param limit 1 to 1000; null for 100
     */
    public DeadLetterList deadLetters(@Nullable Integer limit) {
        int most = Objects.requireNonNullElse(limit, LETTERS);
        @Nullable String tenant = wall();
        // What became no video belongs to nobody.
        List<RefusalRow> refusals = tenant == null ? ledger.ask(new ListRefusals(most)) : List.of();
        return new DeadLetterList(Stream.concat(
                        ledger.ask(new FailedTasks(tenant, most)).stream().map(DeadLetterList.Item::of),
                        refusals.stream().map(DeadLetterList.Item::of))
                .sorted(Comparator.comparing(DeadLetterList.Item::failedAt).reversed())
                .limit(most)
                .toList());
    }

    /** Takes up again all videos that failed because of their work, not because of their upload; of a tenant as many as may be under way. */
    public Redriven redrive() {
        int videos = 0;
        for (String id : ledger.ask(new FailedTasks(wall(), MOST_LETTERS)).stream()
                .map(FailedTask::videoId)
                .distinct()
                .toList()) {
            try {
                videos += retried(id, VideoStatus.FAILED) ? 1 : 0;
            } catch (Refused e) {
                if (videos == 0) {
                    throw e;
                }
                break;
            }
        }
        return new Redriven(videos);
    }

    /** Hides the video at once. Its objects are removed as soon as no worker writes any more. */
    public void delete(String id) {
        @Nullable String tenant = wall();
        int deleted = ledger.atomically(() -> {
            int rows = ledger.run(new DeleteVideo(id, tenant));
            if (rows == 1) {
                ledger.run(new CancelTasks(id, tenant));
                outbox.add(id, News.DELETED);
            }
            return rows;
        });
        if (deleted == 0) {
            throw new Refused(FailureCode.VIDEO_NOT_FOUND);
        }
        visibilities.forget(id);
    }

    /** What receivers were told about the video, and with what result; newest first. */
    public DeliveryLog deliveries(String id) {
        List<DeliveryLog.Item> items =
                deliveries.log(id, wall()).stream().map(DeliveryLog.Item::of).toList();
        // What was told of a video outlives it.
        if (items.isEmpty()) {
            find(id);
        }
        return new DeliveryLog(items);
    }

    /** Tells a receiver again, at once. */
    public DeliveryLog resend(String id, String delivery) {
        deliveries.resend(id, delivery, wall());
        return deliveries(id);
    }

    public ProfileList profiles() {
        return new ProfileList(
                profiles.all().stream()
                        .sorted(Comparator.comparing(
                                (Profile profile) -> !profile.name().equals(defaultProfile)))
                        .map(profile -> ProfileList.item(profile, profile.name().equals(defaultProfile)))
                        .toList(),
                // What is wrong with the operators' files is not for their tenants.
                wall() == null ? ProfileList.refused(profiles.refused()) : null);
    }

    private boolean retried(String id, VideoStatus before) {
        @Nullable String tenant = wall();
        return ledger.atomically(() -> {
            if (tenant != null) {
                quotas.requireAnotherUnderWay(tenant);
            }
            if (ledger.run(new RetryVideo(id, tenant)) == 0) {
                return false;
            }
            ledger.run(new RetryInspect(id, tenant));
            ledger.run(new RetryTasks(id, tenant, before == VideoStatus.CANCELLED));
            return true;
        });
    }

    private VideoView shown(VideoRow video) {
        VideoView view = views.view(video);
        return callers.current().uploadToken() == null ? view : view.forPage();
    }

    private VideoRow find(String id) {
        return ledger.askOne(new FindVideo(id, wall())).orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
    }

    private @Nullable String wall() {
        return callers.current().wall();
    }

    private static String whyNoRetry(VideoRow video) {
        if (video.status() != VideoStatus.FAILED && video.status() != VideoStatus.CANCELLED) {
            return "It is " + video.status() + "; only a failed or cancelled video can be retried.";
        }
        return video.sourceEtag() == null
                ? "Its upload was never completed; register it again."
                : "What it left behind is still being removed; try again in a few seconds.";
    }
}
