package dev.reelroute.address;

import dev.reelroute.failure.Misconfigured;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says with which address links are made, and which host names are ours. */
@Component
public class Addresses {

    /** Names that nobody else can own: no other page can make a browser resolve these to us. */
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

    /** The configured public address; null when each request tells it. */
    public @Nullable PublicAddress configured() {
        return configured;
    }

    /**
     * What links begin with: the configured address, otherwise that of the current request, otherwise one of this
     * machine.
     */
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

    /** From now on this thread answers a request that came to this address. */
    public Visit visit(PublicAddress address) {
        PublicAddress before = CURRENT.get();
        CURRENT.set(address);
        return () -> CURRENT.set(before);
    }

    /** The same work, to be run in another thread with this thread's address. */
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
     * Whether a request may call us by this name. An IP address is allowed when it is the one that the connection came
     * to: the check guards against host names that a stranger's DNS points to us (DNS rebinding).
     *
     * @param host without port, IPv6 in brackets
     * @param reached address of this end of the connection, as digits
     */
    public boolean isOurs(String host, String reached) {
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || name.equals(reached) || name.equals("[" + reached + "]");
    }

    // The port is known only after the server has started.
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
