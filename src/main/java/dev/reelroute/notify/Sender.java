package dev.reelroute.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes one attempt to tell a receiver. It follows no redirect, keeps no connection and no cookie, and reads only the
 * status of the answer: what a stranger sends must cost nothing.
 */
@Component
public class Sender implements DisposableBean {

    private static final int CALLED_FOR_NOTHING = 0;

    private final Signature signature;
    private final NotifyProperties properties;
    private final CloseableHttpClient client;

    /**
     * Ends attempts: the client's own timeouts are for single reads, and a receiver that sends one byte at a time never
     * exceeds those.
     */
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "webhook-watch");
        thread.setDaemon(true);
        return thread;
    });

    Sender(Signature signature, AddressRules addresses, NotifyProperties properties) {
        this.signature = signature;
        this.properties = properties;
        Timeout timeout = Timeout.of(properties.timeout());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedResolver(addresses))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .setMaxConnTotal(64)
                        .setMaxConnPerRoute(16)
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(timeout).build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Reelroute")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Never throws: every failure is an answer. */
    public Answer send(Delivery delivery) {
        long now = Instant.now().getEpochSecond();
        long begun = System.nanoTime();
        HttpPost request;
        try {
            request = new HttpPost(URI.create(delivery.url()));
        } catch (IllegalArgumentException e) {
            // Taken before such an address was refused.
            return answer(CALLED_FOR_NOTHING, "Not an address: " + e.getMessage(), begun);
        }
        request.setHeader("webhook-id", delivery.id());
        request.setHeader("webhook-timestamp", Long.toString(now));
        request.setHeader("webhook-signature", signature.of(delivery.id(), now, delivery.payload()));
        request.setEntity(
                new StringEntity(delivery.payload(), ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
        ScheduledFuture<?> end =
                watch.schedule(request::cancel, properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            // Not closed but cancelled below: closing would read the answer to its end, and a stranger need not end it.
            int status = client.executeOpen(RoutingSupport.determineHost(request), request, null)
                    .getCode();
            return answer(status, status >= 200 && status < 300 ? "" : "The receiver answered " + status + ".", begun);
        } catch (Forbidden e) {
            return answer(
                    CALLED_FOR_NOTHING, Outbox.notAllowed(request.getAuthority().getHostName()), begun);
        } catch (UnknownHostException e) {
            return answer(CALLED_FOR_NOTHING, "There is no host of that name.", begun);
        } catch (IOException | HttpException | RuntimeException e) {
            return answer(
                    CALLED_FOR_NOTHING,
                    request.isCancelled()
                            ? "No answer within " + properties.timeout().toSeconds() + " s."
                            : "No answer: " + e.getMessage(),
                    begun);
        } finally {
            end.cancel(false);
            request.cancel();
        }
    }

    private static Answer answer(int status, String error, long begun) {
        return new Answer(status, error, Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public void destroy() throws IOException {
        watch.shutdownNow();
        client.close();
    }

    /** The name leads to an address that we do not call. */
    private static final class Forbidden extends UnknownHostException {

        private static final long serialVersionUID = 1;
    }

    /**
     * Looks up names for the connection itself. So the address that is checked is the address that is called, even when
     * the name changes in between.
     */
    private record CheckedResolver(AddressRules addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] found = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            if (!List.of(found).stream().allMatch(addresses::allows)) {
                throw new Forbidden();
            }
            return found;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
        }
    }
}
