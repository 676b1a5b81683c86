package dev.reelroute.http;

import dev.reelroute.access.AccessMode;
import dev.reelroute.access.Keys;
import dev.reelroute.failure.Misconfigured;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * An API that nobody has said anything about listens to this machine alone. Whoever wants it elsewhere says who may call, or
 * says on purpose that everybody may. Before anything is started or written.
 */
public class OpenOnPurpose implements EnvironmentPostProcessor, Ordered {

    private static final String MODE = "reelroute.access.mode";
    private static final String OPERATOR_KEY = "reelroute.access.operator-key";
    /** Without one of these any token of a public issuer would do. */
    private static final List<String> OF_OIDC =
            List.of("reelroute.access.oidc.issuer", "reelroute.access.oidc.audience");

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        @Nullable String old = environment.getProperty("reelroute.access");
        if (old != null && !old.isBlank()) {
            throw new Misconfigured(
                    "reelroute.access is '" + old + "', and has another name now.",
                    "Say " + MODE + "=open for what reelroute.access=open was, or better " + MODE + "=keys.");
        }
        String said = environment.getProperty(MODE, "");
        Set<AccessMode> modes = AccessMode.of(said);
        boolean serves = !"worker".equals(environment.getProperty("reelroute.role"));
        String address = environment.getProperty("server.address", "");
        if (serves && !isLoopback(address) && modes.isEmpty()) {
            throw new Misconfigured(
                    "server.address is " + (address.isBlank() ? "empty (all networks)" : address) + ", and " + MODE
                            + " does not say who may call: whoever reaches it could list, upload and delete everything.",
                    "Say " + MODE + "=keys (API keys) or oidc (tokens of an issuer), or keep server.address=127.0.0.1;"
                            + " open lets everybody in.");
        }
        String publicUrl = environment.getProperty("reelroute.address.public-url", "");
        if (serves && !publicUrl.isBlank() && !isLoopback(host(publicUrl)) && modes.isEmpty()) {
            throw new Misconfigured(
                    "reelroute.address.public-url is " + publicUrl + ", and " + MODE
                            + " does not say who may call: a proxy reaches it from this machine, where nobody is asked.",
                    "Say " + MODE + "=keys (API keys) or oidc (tokens of an issuer); open lets everybody in.");
        }
        if (modes.contains(AccessMode.OIDC)) {
            OF_OIDC.stream()
                    .filter(key -> environment.getProperty(key, "").isBlank())
                    .findFirst()
                    .ifPresent(key -> {
                        throw new Misconfigured(
                                MODE + " is '" + said + "', and " + key + " is empty.",
                                "Say which issuer's tokens are taken, and which audience they must name.");
                    });
        }
        String operatorKey = environment.getProperty(OPERATOR_KEY, "");
        if (!operatorKey.isBlank() && !Keys.isKey(operatorKey)) {
            throw new Misconfigured(
                    OPERATOR_KEY + " is not " + Keys.PREFIX + " and 43 characters of base64url (32 random bytes).",
                    "Leave it empty, and one is made at first start.");
        }
    }

    private static String host(String url) {
        try {
            return Objects.requireNonNullElse(URI.create(url).getHost(), "");
        } catch (IllegalArgumentException e) {
            // What reads the setting will say so.
            return "";
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
