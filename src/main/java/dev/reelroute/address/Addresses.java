package dev.reelroute.address;

import dev.reelroute.failure.Misconfigured;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says which address links are made with, and which names are ours. */
@Component
public class Addresses {

    /** Names that nobody else can have: a page elsewhere cannot make a browser take these for its own. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final ThreadLocal<@Nullable PublicAddress> CURRENT = new ThreadLocal<>();

    private final @Nullable PublicAddress configured;
    private final Set<String> names;
    private final Environment environment;

    Addresses(AddressProperties properties, Environment environment) {
        this.configured = configured(properties.publicUrl());
        this.names = Stream.of(
                        LOOPBACK.stream(),
                        properties.hosts().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)),
                        Stream.ofNullable(configured).map(PublicAddress::host))
                .flatMap(all -> all)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        this.environment = environment;
    }

    /** What the operator says that the world reaches us at; null when each request tells. */
    public @Nullable PublicAddress configured() {
        return configured;
    }

    /** What links begin with: the configured address, else that of the request at hand, else the one on this machine. */
    public PublicAddress current() {
        PublicAddress ofRequest = CURRENT.get();
        return of(ofRequest == null ? local() : ofRequest);
    }

    /** What links begin with in the answer to a request that came by an address. */
    public PublicAddress of(PublicAddress request) {
        return configured == null ? request : configured;
    }

    /** A request that came by an address. */
    @FunctionalInterface
    public interface Visit {
        void end();
    }

    /** From here on this thread answers a request that came by this address. */
    public Visit visit(PublicAddress address) {
        PublicAddress before = CURRENT.get();
        CURRENT.set(address);
        return () -> CURRENT.set(before);
    }

    /** The same work, to be done in another thread with this thread's address. */
    public Runnable carried(Runnable work) {
        PublicAddress address = CURRENT.get();
        return address == null
                ? work
                : () -> {
                    Visit visit = visit(address);
                    try {
                        work.run();
                    } finally {
                        visit.end();
                    }
                };
    }

    /**
     * Whether a request may call us by this name. An address in digits is fine when it is the very one that the
     * connection came to: what protects here is against names, which a stranger's DNS points to us (DNS rebinding).
     *
     * @param host without port, IPv6 in brackets
     * @param reached address of this end of the connection, as digits
     */
    public boolean isOurs(String host, String reached) {
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || name.equals(reached) || name.equals("[" + reached + "]");
    }

    // The port is known only when the server runs.
    private PublicAddress local() {
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "80"));
        return new PublicAddress("http", "localhost", Integer.parseInt(port), "");
    }

    private static @Nullable PublicAddress configured(@Nullable String url) {
        try {
            return url == null || url.isBlank() ? null : PublicAddress.of(url.strip());
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(
                    "reelroute.address.public-url is '" + url + "', which is " + e.getMessage() + ".",
                    "Write it as https://video.example.org, with a path behind it if a proxy puts one there.",
                    e);
        }
    }
}
