package dev.reelroute.quota;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ChangeRate;
import dev.reelroute.ledger.Statements.FindRate;
import dev.reelroute.ledger.Statements.InsertRate;
import dev.reelroute.ledger.Statements.Rate;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts the requests of each tenant, over all processes. A process tells the ledger when it has answered a tenth of what the
 * tenant may ask in a second, or after a second; until then the others do not know. So a busy tenant costs some ten small
 * transactions a second and not one for each request, and may have a tenth more, for each process, once.
 */
@Component
public class RequestRates {

    private static final int PARTS = 10;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Quotas quotas;
    private final LedgerBuckets buckets;
    private final Map<String, Bucket> known = new ConcurrentHashMap<>();

    RequestRates(Quotas quotas, Ledger ledger) {
        this.quotas = quotas;
        this.buckets = new LedgerBuckets(ledger);
    }

    /**
     * Counts a request.
     *
     * @return how long to wait with it; zero when it may be answered
     */
    public Duration take(String tenant) {
        @Nullable Long most = quotas.limits(tenant).requestsPerSecond();
        if (most == null) {
            return Duration.ZERO;
        }
        ConsumptionProbe probe = known.computeIfAbsent(tenant, each -> bucket(each, Math.max(1, most)))
                .tryConsumeAndReturnRemaining(1);
        return Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket(String tenant, long most) {
        return buckets.builder()
                .withOptimization(Optimizations.delaying(new DelayParameters(Math.max(1, most / PARTS), SECOND)))
                // The limit is part of the name: a new one begins anew.
                .build(
                        tenant + "@" + most,
                        () -> BucketConfiguration.builder()
                                .addLimit(Bandwidth.builder()
                                        .capacity(most)
                                        .refillGreedy(most, SECOND)
                                        .build())
                                .build());
    }

    /** Buckets as rows of the ledger. */
    private static final class LedgerBuckets extends AbstractCompareAndSwapBasedProxyManager<String> {

        private final Ledger ledger;

        LedgerBuckets(Ledger ledger) {
            super(ClientSideConfig.getDefault());
            this.ledger = ledger;
        }

        @Override
        protected CompareAndSwapOperation beginCompareAndSwapOperation(String bucket) {
            return new CompareAndSwapOperation() {
                @Override
                public Optional<byte[]> getStateData(Optional<Long> timeout) {
                    return ledger.askOne(new FindRate(bucket)).map(Rate::state).map(Base64.getDecoder()::decode);
                }

                @Override
                public boolean compareAndSwap(
                        byte @Nullable [] before, byte[] after, RemoteBucketState state, Optional<Long> timeout) {
                    String text = Base64.getEncoder().encodeToString(after);
                    return ledger.run(
                                    before == null
                                            ? new InsertRate(bucket, text)
                                            : new ChangeRate(
                                                    bucket, Base64.getEncoder().encodeToString(before), text))
                            == 1;
                }
            };
        }

        @Override
        protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String bucket) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected CompletableFuture<Void> removeAsync(String bucket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAsyncModeSupported() {
            return false;
        }

        @Override
        public void removeProxy(String bucket) {
            throw new UnsupportedOperationException();
        }
    }
}
