package dev.reelroute.embedded;

import dev.reelroute.failure.Misconfigured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Looks at all ports before anything is started: who has another Reelroute running would otherwise be told of them one by one, a
 * start for each.
 */
public class FreePorts implements EnvironmentPostProcessor, Ordered {

    private static final int LAST = 65_535;
    private static final int TRIES = 1_000;
    private static final String LOOPBACK = "127.0.0.1";
    /** Each port of an embedded server, and whether this process has that server. */
    private static final Map<String, String> EMBEDDED = new TreeMap<>(Map.of(
            "reelroute.embedded.store-port", "reelroute.embedded.store",
            "reelroute.embedded.queue-port", "reelroute.embedded.queue",
            "reelroute.embedded.ledger-port", "reelroute.embedded.ledger"));

    /** After it is known which servers are embedded. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 2;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (application.getWebApplicationType() == WebApplicationType.NONE) {
            return;
        }
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("server.port", environment.getProperty("server.address", ""));
        addresses.put("reelroute.http.health-port", environment.getProperty("server.address", ""));
        EMBEDDED.forEach((key, has) -> {
            if (environment.getProperty(has, Boolean.class, false)) {
                addresses.put(key, LOOPBACK);
            }
        });
        Map<String, Integer> taken = new LinkedHashMap<>();
        addresses.forEach((key, address) -> {
            int port = port(key, environment.getProperty(key, "-1"));
            if (port > 0 && !isFree(address, port)) {
                taken.put(key, port);
            }
        });
        if (!taken.isEmpty()) {
            throw new Misconfigured(
                    (taken.size() == 1 ? "Port " : "Ports ")
                            + taken.values().stream().map(String::valueOf).collect(Collectors.joining(", "))
                            + (taken.size() == 1 ? " is" : " are")
                            + " in use by another program, perhaps another Reelroute.",
                    "Stop that program, or choose other ports: " + others(taken, addresses)
                            + ". To help a running Reelroute with one more worker: ./reelroute worker");
        }
    }

    /** Zero: any free one; -1: none. */
    private static int port(String key, String value) {
        if (!value.matches("-1|\\d{1,5}") || Integer.parseInt(value) > LAST) {
            throw new Misconfigured(
                    "The setting " + key + " is '" + value + "', and must be a port.",
                    "Say a number from 1 to " + LAST + ", or 0 for any free one.");
        }
        return Integer.parseInt(value);
    }

    private static String others(Map<String, Integer> taken, Map<String, String> addresses) {
        Set<Integer> chosen = new HashSet<>();
        return taken.entrySet().stream()
                .map(entry -> {
                    int port = entry.getValue();
                    int tries = 0;
                    do {
                        port = port % LAST + 1;
                        tries++;
                    } while (tries < TRIES
                            && (!chosen.add(port) || !isFree(addresses.getOrDefault(entry.getKey(), ""), port)));
                    return "--" + entry.getKey() + "=" + port;
                })
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether nobody listens on it. An address that this machine has not, and a port that we may not have, are told by the server that
     * wants them.
     */
    private static boolean isFree(String address, int port) {
        try {
            InetAddress local = address.isBlank() ? null : InetAddress.getByName(address);
            if (local != null && !local.isAnyLocalAddress() && NetworkInterface.getByInetAddress(local) == null) {
                return true;
            }
            try (ServerSocket socket = new ServerSocket(port, 1, local)) {
                return socket.isBound();
            }
        } catch (UnknownHostException | SocketException e) {
            return !String.valueOf(e.getMessage()).contains("in use");
        } catch (IOException e) {
            return false;
        }
    }
}
