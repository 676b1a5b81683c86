package dev.reelroute.quota;

import dev.reelroute.access.AccessProperties;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.CountUpload;
import dev.reelroute.ledger.Statements.LockQuota;
import dev.reelroute.ledger.Statements.OpenQuota;
import dev.reelroute.ledger.Statements.Stored;
import dev.reelroute.ledger.Statements.StoredOfTenant;
import dev.reelroute.ledger.Statements.UnfinishedUploads;
import dev.reelroute.ledger.Statements.Usage;
import dev.reelroute.ledger.Statements.UsageOfTenant;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Holds tenants to what they may use. What is used is counted in the ledger's rows themselves, so that it is right whatever became
 * of them; who counts and then adds, has the others of the same tenant wait meanwhile.
 */
@Component
public class Quotas {

    /** Instead of a tenant: all together. */
    private static final String ALL = "*";
    /** More registrations than are made at the same moment by all processes. */
    private static final int CROWD = 100;
    /** After which something may have ended by itself. */
    private static final Duration SOON = Duration.ofMinutes(1);
    /** After which somebody may have deleted something. */
    private static final Duration LATER = Duration.ofHours(1);

    private final Ledger ledger;
    private final QuotaProperties properties;
    private final boolean holds;

    Quotas(Ledger ledger, QuotaProperties properties, AccessProperties access) {
        this.ledger = ledger;
        this.properties = properties;
        this.holds = properties.hold() == Hold.ALWAYS || (properties.hold() == Hold.AUTO && !access.isOpen());
    }

    /** What a tenant is held to; no limit where nobody is held. */
    public Limits limits(String tenant) {
        if (!holds) {
            return Limits.NONE;
        }
        return properties.tenants().stream()
                .filter(own -> Objects.requireNonNullElse(own.name(), "").equals(tenant))
                .findFirst()
                .map(own -> own.limits().or(properties.each()))
                .orElse(properties.each())
                .plain();
    }

    public Usage used(String tenant) {
        return ledger.askOne(new UsageOfTenant(tenant)).orElseThrow();
    }

    public Stored stored(String tenant) {
        return ledger.askOne(new StoredOfTenant(tenant)).orElseThrow();
    }

    /**
     * Before anything is begun for an upload: whether it would be taken now.
     *
     * @throws Refused with the code of the limit
     */
    public void require(String tenant, long bytes) {
        require(tenant, bytes, true);
    }

    /**
     * Registers an upload, if its tenant may have another one.
     *
     * @param insert writes the video, and answers with 1; or with 0, and then nothing counts
     * @throws Refused with the code of the limit
     */
    public int register(String tenant, long bytes, IntSupplier insert) {
        return admit(tenant, bytes, true, insert);
    }

    /** The same for a file that is there already. */
    public int adopt(String tenant, long bytes, IntSupplier insert) {
        return admit(tenant, bytes, false, insert);
    }

    /**
     * Within the transaction that takes up a video of the tenant's again: whether it may be under way.
     *
     * @throws Refused TOO_MANY_UNDER_WAY
     */
    public void requireAnotherUnderWay(String tenant) {
        Limits limits = limits(tenant);
        if (limits.underWay() != null) {
            lock(tenant);
            requireUnderWay(limits, used(tenant));
        }
    }

    /**
     * Within the transaction that records how long a video of the tenant's is: whether it may be so long.
     *
     * @throws Refused MINUTES_USED
     */
    public void requireMinutes(String tenant, double seconds) {
        @Nullable Long most = limits(tenant).minutes();
        if (most != null) {
            lock(tenant);
            double used = stored(tenant).seconds();
            if (used + seconds > most * 60.0) {
                throw new Refused(
                        FailureCode.MINUTES_USED,
                        "It has " + minutes(seconds) + " minutes; " + minutes(used) + " of " + most + " are used.",
                        LATER);
            }
        }
    }

    private int admit(String tenant, long bytes, boolean isAwaited, IntSupplier insert) {
        if (!holds) {
            return insert.getAsInt();
        }
        return ledger.atomically(() -> {
            lock(tenant);
            require(tenant, bytes, isAwaited);
            if (isAwaited) {
                requireRoomForAll();
            }
            int rows = insert.getAsInt();
            if (rows == 1) {
                ledger.run(new CountUpload(tenant));
            }
            return rows;
        });
    }

    private void require(String tenant, long bytes, boolean isAwaited) {
        Limits limits = limits(tenant);
        if (limits.underWay() != null || limits.unfinishedUploads() != null || limits.uploadsPerDay() != null) {
            Usage used = used(tenant);
            @Nullable Long daily = limits.uploadsPerDay();
            if (daily != null && used.uploads() >= daily) {
                throw new Refused(
                        FailureCode.DAILY_UPLOADS_USED,
                        used.uploads() + " of " + daily + ".",
                        Duration.ofSeconds(used.dayLeft()));
            }
            @Nullable Long unfinished = limits.unfinishedUploads();
            if (isAwaited && unfinished != null && used.unfinished() >= unfinished) {
                throw new Refused(
                        FailureCode.TOO_MANY_UPLOADS, used.unfinished() + " of " + unfinished + " are awaited.", SOON);
            }
            requireUnderWay(limits, used);
        }
        if (limits.bytes() != null || limits.minutes() != null) {
            requireSpace(limits, stored(tenant), bytes);
        }
    }

    private static void requireUnderWay(Limits limits, Usage used) {
        @Nullable Long most = limits.underWay();
        if (most != null && used.underWay() >= most) {
            throw new Refused(
                    FailureCode.TOO_MANY_UNDER_WAY, used.underWay() + " of " + most + " are under way.", SOON);
        }
    }

    private static void requireSpace(Limits limits, Stored stored, long bytes) {
        if (limits.bytes() != null && bytes > limits.bytes().toBytes() - stored.bytes()) {
            throw new Refused(
                    FailureCode.STORAGE_USED,
                    "It has " + bytes + " bytes; " + stored.bytes() + " of "
                            + limits.bytes().toBytes() + " are used.",
                    LATER);
        }
        @Nullable Long minutes = limits.minutes();
        if (minutes != null && stored.seconds() >= minutes * 60.0) {
            throw new Refused(
                    FailureCode.MINUTES_USED, minutes(stored.seconds()) + " of " + minutes + " are used.", LATER);
        }
    }

    /** Near the limit one after the other; else nobody waits for another tenant. */
    private void requireRoomForAll() {
        @Nullable Long most = properties.allUnfinishedUploads();
        if (most == null || most < 0 || unfinished() + CROWD < most) {
            return;
        }
        lock(ALL);
        if (unfinished() >= most) {
            throw new Refused(FailureCode.TOO_MANY_UPLOADS, "They are those of all tenants together.", SOON);
        }
    }

    private long unfinished() {
        return ledger.askOne(new UnfinishedUploads()).orElseThrow().unfinished();
    }

    private void lock(String tenant) {
        if (ledger.ask(new LockQuota(tenant)).isEmpty()) {
            ledger.run(new OpenQuota(tenant));
            ledger.ask(new LockQuota(tenant));
        }
    }

    private static long minutes(double seconds) {
        return (long) Math.ceil(seconds / 60);
    }
}
