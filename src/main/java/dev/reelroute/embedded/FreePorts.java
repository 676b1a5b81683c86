package dev.reelroute.embedded;

import dev.reelroute.failure.Misconfigured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
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
                    int port = entry.getValue() % LAST + 1;
                    while (!chosen.add(port) || !isFree(addresses.getOrDefault(entry.getKey(), ""), port)) {
                        port = port % LAST + 1;
                    }
                    return "--" + entry.getKey() + "=" + port;
                })
                .collect(Collectors.joining(" "));
    }

    /** Whether it can be listened on; an address that this machine has not is somebody else's fault to report. */
    private static boolean isFree(String address, int port) {
        try {
            InetAddress local = address.isBlank() ? null : InetAddress.getByName(address);
            try (ServerSocket socket = new ServerSocket(port, 1, local)) {
                return socket.isBound();
            }
        } catch (UnknownHostException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
