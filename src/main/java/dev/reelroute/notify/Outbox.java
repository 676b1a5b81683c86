package dev.reelroute.notify;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.DropSupersededProgress;
import dev.reelroute.ledger.Statements.FindAnyVideo;
import dev.reelroute.ledger.Statements.InsertDelivery;
import dev.reelroute.ledger.Statements.VideoRow;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Stores news within the transaction of the change that it reports: afterwards both are there, or neither. */
@Component
public class Outbox {

    private static final int LONGEST_URL = 2048;
    private static final int LAST_PORT = 65_535;

    private final Ledger ledger;
    private final Json json;
    private final VideoSnapshot snapshot;
    private final AddressRules addresses;
    private final Signature signature;
    private final Steps steps;
    private final List<Webhook> always;

    Outbox(
            Ledger ledger,
            Json json,
            VideoSnapshot snapshot,
            AddressRules addresses,
            Signature signature,
            Steps steps,
            NotifyProperties properties) {
        this.ledger = ledger;
        this.json = json;
        this.snapshot = snapshot;
        this.addresses = addresses;
        this.signature = signature;
        this.steps = steps;
        this.always = properties.hasUrl() ? List.of(configured(properties)) : List.of();
    }

    /** How a video is shown to receivers. */
    public interface VideoSnapshot {

        /** A value that is written as JSON. */
        Object view(VideoRow video);
    }

    private record Message(String type, Instant timestamp, Object data) {}

    /**
     * Refuses an address that could never be called.
     *
     * @throws Refused {@code WEBHOOK_REFUSED} saying why
     */
    public void accept(Webhook webhook) {
        if (!signature.isPossible()) {
            throw new Refused(FailureCode.WEBHOOK_REFUSED, "No secret is configured to sign with.");
        }
        URI uri = uri(webhook.url());
        if (isLiteral(uri.getHost())) {
            try {
                InetAddress address = InetAddress.getByName(uri.getHost());
                if (!addresses.allows(address)) {
                    throw new Refused(FailureCode.WEBHOOK_REFUSED, notAllowed(uri.getHost()));
                }
            } catch (UnknownHostException e) {
                throw new Refused(FailureCode.WEBHOOK_REFUSED, uri.getHost() + " is no address.", e);
            }
        }
    }

    /** Stores news of a video, for all receivers that want it. To be called after the change that the news reports. */
    public void add(String id, News news) {
        ledger.askOne(new FindAnyVideo(id)).ifPresent(video -> add(video, news));
    }

    private void add(VideoRow video, News news) {
        List<Webhook> receivers = new ArrayList<>(always);
        if (video.webhook() != null) {
            receivers.add(json.read(video.webhook(), Webhook.class));
        }
        Set<String> urls = receivers.stream()
                .filter(receiver -> receiver.wants(news))
                .map(Webhook::url)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        steps.at(news.point()).forEach(step -> urls.add(Delivery.STEP + step));
        if (urls.isEmpty()) {
            return;
        }
        String payload = json.write(new Message(news.type(), video.updatedAt(), snapshot.view(video)));
        for (String url : urls) {
            if (news == News.PROGRESS) {
                ledger.run(new DropSupersededProgress(video.id(), url));
            }
            ledger.run(new InsertDelivery(
                    "msg_" + UUID.randomUUID(),
                    video.id(),
                    video.tenant(),
                    video.revision(),
                    news.type(),
                    url,
                    payload,
                    Line.of(url, video.tenant()).text()));
        }
    }

    private Webhook configured(NotifyProperties properties) {
        Webhook webhook = new Webhook(
                String.valueOf(properties.url()),
                properties.events().stream().map(News::of).collect(Collectors.toSet()));
        accept(webhook);
        return webhook;
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
                throw new Refused(FailureCode.WEBHOOK_REFUSED, "Expected an http:// or https:// address.");
            }
            if (uri.getUserInfo() != null || uri.getFragment() != null || url.length() > LONGEST_URL) {
                throw new Refused(
                        FailureCode.WEBHOOK_REFUSED, "Expected an address without user, password and fragment.");
            }
            if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
                throw new Refused(FailureCode.WEBHOOK_REFUSED, "Expected a port from 1 to " + LAST_PORT + ".");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new Refused(FailureCode.WEBHOOK_REFUSED, "Not an address: " + e.getMessage(), e);
        }
    }

    // Host names are looked up only when they are called, because their addresses may change until then.
    private static boolean isLiteral(String host) {
        return host.equalsIgnoreCase("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
    }

    static String notAllowed(String host) {
        return host
                + " is an address of this machine or its network. An operator can allow it: reelroute.notify.allow.";
    }
}
