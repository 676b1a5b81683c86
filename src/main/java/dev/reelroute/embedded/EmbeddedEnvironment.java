package dev.reelroute.embedded;

import dev.reelroute.access.Keys;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.store.PrivateFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Turns the word {@code embedded} in the configuration into addresses and credentials, before anything else reads the
 * configuration, so that no other part of the application knows which servers are embedded. Credentials are made at the
 * first start and kept in {@code secrets.properties} of the data folder, readable by its owner only.
 */
public class EmbeddedEnvironment implements EnvironmentPostProcessor, Ordered {

    private static final String EMBEDDED = "embedded";
    private static final List<String> EMBEDDED_KEYS =
            List.of("reelroute.store.endpoint", "reelroute.queue.endpoint", "reelroute.ledger.url");
    private static final List<String> ROLES = List.of("all", "api", "worker");
    private static final String FILE = "secrets.properties";

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.containsProperty("reelroute.data")) {
            throw new Misconfigured(
                    "There is no configuration in " + Path.of("config").toAbsolutePath() + ".",
                    "Start Reelroute in its own folder, where config/ and routes/ are.");
        }
        String role = environment.getProperty("reelroute.role", "all");
        if (!ROLES.contains(role)) {
            throw new Misconfigured(
                    "The setting reelroute.role is '" + role + "', which is none.",
                    "Say one of " + String.join(", ", ROLES) + ".");
        }
        Path data = Path.of(environment.getRequiredProperty("reelroute.data"))
                .toAbsolutePath()
                .normalize();
        boolean serves = !role.equals("worker");
        boolean isFirstStart = !Files.exists(data.resolve(FILE));
        Properties secrets = secrets(data);
        if (serves && EMBEDDED_KEYS.stream().map(environment::getProperty).anyMatch(EMBEDDED::equals)) {
            lock(data, application);
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        resolved.put("reelroute.data", data.toString());
        resolved.put("reelroute.works", !role.equals("api"));
        resolved.put("reelroute.serves", serves);
        if (EMBEDDED.equals(environment.getProperty("reelroute.store.endpoint"))) {
            resolved.put("reelroute.store.endpoint", loopback(environment, "reelroute.embedded.store-port"));
            resolved.put("reelroute.store.access-key", secrets.getProperty("store.access-key"));
            resolved.put("reelroute.store.secret-key", secrets.getProperty("store.secret-key"));
            resolved.put("reelroute.embedded.store", serves);
        }
        if (EMBEDDED.equals(environment.getProperty("reelroute.queue.endpoint"))) {
            resolved.put("reelroute.queue.endpoint", loopback(environment, "reelroute.embedded.queue-port"));
            resolved.put("reelroute.queue.access-key", secrets.getProperty("queue.access-key"));
            resolved.put("reelroute.queue.secret-key", secrets.getProperty("queue.secret-key"));
            resolved.put("reelroute.embedded.queue", serves);
        }
        if (EMBEDDED.equals(environment.getProperty("reelroute.ledger.url"))) {
            if (serves) {
                prepareLedger(data);
            }
            resolved.put("reelroute.ledger.url", EmbeddedLedger.url(data, serves, environment));
            resolved.put("reelroute.embedded.ledger", serves);
            resolved.put("reelroute.ledger.password", secrets.getProperty("ledger.password"));
        }
        if (!environment.containsProperty("reelroute.operator.password")) {
            resolved.put("reelroute.operator.password", secrets.getProperty("operator.password"));
            resolved.put("reelroute.operator.password-file", data.resolve(FILE).toString());
            resolved.put("reelroute.operator.password-is-new", isFirstStart);
        }
        if (environment.getProperty("reelroute.access.operator-key", "").isBlank()) {
            resolved.put("reelroute.access.operator-key", secrets.getProperty("access.operator-key"));
            resolved.put(
                    "reelroute.access.operator-key-file", data.resolve(FILE).toString());
            resolved.put("reelroute.access.operator-key-is-new", isFirstStart);
        }
        if (environment.getProperty("reelroute.notify.secrets", "").isBlank()) {
            resolved.put("reelroute.notify.secrets", secrets.getProperty("notify.secret"));
        }
        if (environment.getProperty("reelroute.playback.keys", "").isBlank()) {
            resolved.put("reelroute.playback.keys", secrets.getProperty("playback.keys"));
        }
        environment.getPropertySources().addFirst(new MapPropertySource("reelroute-embedded", resolved));
    }

    private static String loopback(ConfigurableEnvironment environment, String portKey) {
        return "http://127.0.0.1:" + environment.getRequiredProperty(portKey);
    }

    /** It must stay until all beans are gone: what is registered first is destroyed last. */
    private static void lock(Path data, SpringApplication application) {
        try {
            DataLock lock = DataLock.take(data);
            application.addInitializers(context ->
                    ((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean("dataLock", lock));
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    private static void prepareLedger(Path data) {
        try {
            EmbeddedLedger.prepare(data);
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    static Properties secrets(Path data) {
        Path file = data.resolve(FILE);
        Properties secrets = new Properties();
        try {
            // A user who cannot enter the folder can read nothing below it, whatever the modes are there.
            PrivateFiles.folder(data);
            PrivateFiles.file(file);
            String before = Files.readString(file);
            secrets.load(new StringReader(before));
            // Java's own way of writing has a backslash before the '=' at the end of base64: former versions left it
            // so.
            if (fill(secrets) || before.contains("\\=")) {
                Files.writeString(file, written(secrets));
            }
            return secrets;
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    /** Values as they are, so that they can be copied; only what would be read as something else is escaped. */
    private static String written(Properties secrets) {
        return "# Made at first start. The operator's name is 'operator'.\n"
                + secrets.stringPropertyNames().stream()
                        .sorted()
                        .map(name -> name + "=" + secrets.getProperty(name).replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining());
    }

    private static Misconfigured unwritable(Path data, IOException e) {
        return new Misconfigured(
                "The data folder " + data + " cannot be written to: " + e,
                "Make it writable, or choose another: --reelroute.data=/path/to/data",
                e);
    }

    /** Makes what is missing: at the first start everything, later what a newer version needs in addition. */
    private static boolean fill(Properties secrets) {
        int before = secrets.size();
        secrets.putIfAbsent("store.access-key", "reelroute-" + random(9));
        secrets.putIfAbsent("store.secret-key", random(30));
        secrets.putIfAbsent("queue.access-key", "reelroute-" + random(9));
        secrets.putIfAbsent("queue.secret-key", random(30));
        secrets.putIfAbsent("ledger.password", random(18));
        secrets.putIfAbsent("operator.password", random(12));
        secrets.putIfAbsent("access.operator-key", Keys.random());
        secrets.putIfAbsent("notify.secret", "whsec_" + Base64.getEncoder().encodeToString(bytes(32)));
        secrets.putIfAbsent("playback.keys", random(32));
        return secrets.size() > before;
    }

    private static String random(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bytes));
    }

    private static byte[] bytes(int count) {
        byte[] random = new byte[count];
        new SecureRandom().nextBytes(random);
        return random;
    }
}
