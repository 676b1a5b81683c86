package dev.reelroute.cli;

import dev.reelroute.api.ApiKey;
import java.io.PrintWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands below {@code reelroute keys}. They ask a running Reelroute, with the key of an operator. */
@Command(
        name = "keys",
        description = {
            "Makes, lists and revokes API keys, by a running Reelroute.",
            "The operator's key is that of the environment's REELROUTE_KEY, else the one of data/secrets.properties."
        },
        subcommands = HelpCommand.class)
final class KeyCommands {

    private static final String SERVER = "Address of the Reelroute, ${DEFAULT-VALUE} if not given.";
    private static final String HERE = "http://localhost:8080";

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private final Supplier<@Nullable String> operatorKey;

    /** @param operatorKey gives null where there is none */
    KeyCommands(Supplier<@Nullable String> operatorKey) {
        this.operatorKey = operatorKey;
    }

    @Command(description = "Makes a key, and prints it: this once, and never again.")
    int create(
            @Option(
                            names = "--name",
                            paramLabel = "<name>",
                            required = true,
                            description = "What it is for, for people.")
                    String name,
            @Option(
                            names = "--scopes",
                            paramLabel = "<scopes>",
                            required = true,
                            description = "Of upload, read, manage and operate, with commas between them.")
                    String scopes,
            @Option(
                            names = "--tenant",
                            paramLabel = "<tenant>",
                            description = "Whose videos it is for. Without one: those that belong to no tenant.")
                    @Nullable
                    String tenant,
            @Option(names = "--days", paramLabel = "<days>", description = "Until it ends. Without it: never.")
                    @Nullable
                    Integer days,
            @Option(names = "--server", paramLabel = "<url>", defaultValue = HERE, description = SERVER) URI server) {
        // Not a record: the contract wants a property left out, not null.
        Map<String, Object> request = new HashMap<>(Map.of("name", name, "scopes", scopes.split("\\s*,\\s*", -1)));
        if (tenant != null) {
            request.put("tenant", tenant);
        }
        if (days != null) {
            request.put("expiresInDays", days);
        }
        return answer(server, client -> {
            ApiKey key = client.create(request);
            out().println(key.key());
            errors().println("Its id is " + key.id()
                    + ". Keep the key where secrets are kept: nobody can show it again.");
        });
    }

    @Command(description = "Lists the keys, newest first, without what is secret of them.")
    int list(@Option(names = "--server", paramLabel = "<url>", defaultValue = HERE, description = SERVER) URI server) {
        return answer(server, client -> {
            List<ApiKey> keys = client.list();
            keys.forEach(key -> out().println(line(key)));
            if (keys.isEmpty()) {
                errors().println("There are no keys. reelroute keys create makes one.");
            }
        });
    }

    @Command(description = "Ends a key. Within seconds nobody takes it any more.")
    int revoke(
            @Parameters(paramLabel = "<id>", description = "The key's id, as list shows it.") String id,
            @Option(names = "--server", paramLabel = "<url>", defaultValue = HERE, description = SERVER) URI server) {
        return answer(server, client -> out().println(line(client.revoke(id))));
    }

    @FunctionalInterface
    private interface Asking {
        void of(KeyClient client) throws KeyClient.Failed, InterruptedException;
    }

    private int answer(URI server, Asking asking) {
        try {
            asking.of(new KeyClient(server, operatorKey.get()));
            return 0;
        } catch (KeyClient.Failed e) {
            errors().println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static String line(ApiKey key) {
        String state = key.revokedAt() != null
                ? "revoked " + key.revokedAt()
                : key.expiresAt() == null ? "does not end" : "ends " + key.expiresAt();
        return String.join(
                "  ",
                key.id(),
                key.name(),
                "tenant " + Objects.requireNonNullElse(key.tenant(), "-"),
                String.join(",", key.scopes()),
                state,
                key.lastUsedAt() == null ? "never used" : "last used " + key.lastUsedAt());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter errors() {
        return spec.commandLine().getErr();
    }
}
