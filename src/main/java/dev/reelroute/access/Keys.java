package dev.reelroute.access;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.health.Dependencies;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindKey;
import dev.reelroute.ledger.Statements.InsertKey;
import dev.reelroute.ledger.Statements.KeyRow;
import dev.reelroute.ledger.Statements.ListKeys;
import dev.reelroute.ledger.Statements.RevokeKey;
import dev.reelroute.ledger.Statements.ShowKey;
import dev.reelroute.ledger.Statements.UseKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * API keys. The ledger has the SHA-256 of each: of 256 random bits that is as good as the key is long, and a look-up by it
 * tells nothing by the time that it takes.
 */
@Component
public class Keys {

    /** What a key begins with, so that a scanner of secrets knows one. */
    public static final String PREFIX = "rrk_";

    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** So long a key is taken without the ledger. */
    private static final long OUTLASTS = Duration.ofHours(1).toNanos();

    /** @param asked when the ledger was asked, in nanoseconds */
    private record Known(Caller caller, long asked) {}

    private final Ledger ledger;
    private final BooleanSupplier isLedgerAway;
    private final long remember;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    /** How many were revoked here: an answer that was under way meanwhile may be an old one. */
    private final AtomicLong revoked = new AtomicLong();

    @Autowired
    Keys(Ledger ledger, AccessProperties properties, Dependencies dependencies) {
        this(
                ledger,
                properties,
                () -> dependencies.reason(FailureCode.LEDGER_UNAVAILABLE).isPresent());
    }

    /** @param isLedgerAway nobody can revoke a key then, and the call for metrics that tell of the outage comes with one */
    Keys(Ledger ledger, AccessProperties properties, BooleanSupplier isLedgerAway) {
        this.ledger = ledger;
        this.isLedgerAway = isLedgerAway;
        this.remember = properties.remember().toNanos();
    }

    /**
     * A key that was just made.
     *
     * @param key to be shown once: nobody can tell it again
     */
    public record Issued(KeyRow row, String key) {}

    /** A new key's text. */
    public static String random() {
        return random(PREFIX);
    }

    static String random(String prefix) {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** @param days until it ends; null: never */
    public Issued issue(String name, @Nullable String tenant, Set<Scope> scopes, @Nullable Integer days) {
        String key = random();
        return new Issued(show(insert(key, name, tenant, scopes, days)), key);
    }

    /** Whether a text could be a key. */
    public static boolean isKey(String text) {
        return FORM.matcher(text).matches();
    }

    /** Has the ledger know a key that somebody has already. One that it knows, though revoked, stays as it is. */
    void know(String key, String name, Set<Scope> scopes) {
        insert(key, name, null, scopes, null);
    }

    /** Newest first, those that are over among them. */
    public List<KeyRow> all() {
        return ledger.ask(new ListKeys());
    }

    /**
     * Ends a key: here at once, in other processes when they ask again. Doing so again changes nothing.
     *
     * @throws Refused KEY_NOT_FOUND
     */
    public KeyRow revoke(String id) {
        ledger.run(new RevokeKey(id));
        revoked.incrementAndGet();
        known.values().removeIf(each -> each.caller().subject().equals(Caller.KEY + id));
        return show(id);
    }

    /** Whose key it is; empty when it is unknown, revoked or over. */
    public Optional<Caller> find(String key) {
        if (!isKey(key)) {
            return Optional.empty();
        }
        String hash = hash(key);
        Known earlier = known.get(hash);
        long asked = System.nanoTime();
        if (earlier != null && asked - earlier.asked() < (isLedgerAway.getAsBoolean() ? OUTLASTS : remember)) {
            return Optional.of(earlier.caller());
        }
        long before = revoked.get();
        Optional<Caller> caller = ledger.askOne(new FindKey(hash)).map(Keys::caller);
        caller.ifPresentOrElse(
                owner -> {
                    ledger.run(new UseKey(owner.subject().substring(Caller.KEY.length())));
                    known.put(hash, new Known(owner, asked));
                },
                () -> known.remove(hash));
        if (revoked.get() != before) {
            known.remove(hash);
        }
        return caller;
    }

    /** Whether who was let in some time ago still would be. */
    boolean lets(Caller caller) {
        if (caller.until() != null) {
            return caller.until().isAfter(Instant.now());
        }
        return !caller.subject().startsWith(Caller.KEY)
                || ledger.askOne(new ShowKey(caller.subject().substring(Caller.KEY.length())))
                        .filter(row -> row.revokedAt() == null)
                        .filter(row ->
                                row.expiresAt() == null || row.expiresAt().isAfter(Instant.now()))
                        .isPresent();
    }

    /** @return the id */
    private String insert(String key, String name, @Nullable String tenant, Set<Scope> scopes, @Nullable Integer days) {
        String id = UUID.randomUUID().toString();
        ledger.run(new InsertKey(id, name, tenant == null ? "" : tenant, Scope.words(scopes), hash(key), days));
        return id;
    }

    private KeyRow show(String id) {
        return ledger.askOne(new ShowKey(id)).orElseThrow(() -> new Refused(FailureCode.KEY_NOT_FOUND));
    }

    private static Caller caller(KeyRow row) {
        return new Caller(
                Caller.KEY + row.id(),
                row.name(),
                row.tenant().isEmpty() ? null : row.tenant(),
                scopes(row),
                null,
                null);
    }

    public static Set<Scope> scopes(KeyRow row) {
        return Scope.of(Arrays.stream(row.scopes().split(" ")));
    }

    static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
