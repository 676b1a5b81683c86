package dev.reelroute.api;

import dev.reelroute.access.AccessMode;
import dev.reelroute.ffmpeg.FfmpegRunner;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Prints to the console, once everything runs, what a person wants to know then: which address to open, where the data
 * is, and which process does the work. It is printed, not logged: it is for people, and has no log level.
 */
public final class ConsoleGreeting implements ApplicationListener<ApplicationReadyEvent> {

    private final PrintStream console;
    private final boolean isSeenByPerson;

    public ConsoleGreeting() {
        this(System.out, isTerminal());
    }

    /** @param isSeenByPerson the console is a terminal: what a log keeps has no secrets */
    ConsoleGreeting(PrintStream console, boolean isSeenByPerson) {
        this.console = console;
        this.isSeenByPerson = isSeenByPerson;
    }

    /** Since JDK 22 there is a console without a terminal, too, and only a method of that version tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        @Nullable Console terminal = System.console();
        try {
            return terminal != null
                    && (Runtime.version().feature() < 22
                            || Boolean.TRUE.equals(
                                    Console.class.getMethod("isTerminal").invoke(terminal)));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(title(event));
        lines.add("");
        if (!role(environment).equals("worker")) {
            lines.addAll(addresses(environment));
        }
        if (!role(environment).equals("api")) {
            lines.add("  Workers   "
                    + event.getApplicationContext().getBean(FfmpegRunner.class).describe());
        }
        lines.addAll(stores(environment));
        lines.add("");
        lines.forEach(console::println);
    }

    private static String title(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        String version =
                Objects.requireNonNullElse(ConsoleGreeting.class.getPackage().getImplementationVersion(), "");
        String role = role(environment).equals("all") ? "" : " (" + role(environment) + ")";
        double seconds = event.getTimeTaken() == null ? 0 : event.getTimeTaken().toMillis() / 1e3;
        return ("  Reelroute " + version).stripTrailing()
                + String.format(Locale.ROOT, "%s is ready after %.1f s. Ctrl-C stops it.", role, seconds);
    }

    private List<String> addresses(Environment environment) {
        String host = environment.getProperty("server.address", "localhost");
        String known = host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "localhost" : host;
        String server = "http://" + known + ":" + environment.getProperty("local.server.port");
        boolean isNew =
                isSeenByPerson && environment.getProperty("reelroute.operator.password-is-new", Boolean.class, false);
        String password = isNew
                ? environment.getProperty("reelroute.operator.password") + " (kept in "
                        + environment.getProperty("reelroute.operator.password-file") + ")"
                : kept(environment.getProperty("reelroute.operator.password-file", ""));
        List<String> lines = new ArrayList<>();
        lines.add("  Page      " + server + "/");
        lines.add("  API       " + server + "/api/docs");
        if (AccessMode.of(environment.getProperty("reelroute.access.mode", "")).contains(AccessMode.KEYS)) {
            lines.add("            first operator's key " + key(environment));
        }
        lines.add("  Routes    " + server + "/actuator/hawtio");
        lines.add("            user operator, password " + password);
        return lines;
    }

    private static String kept(String file) {
        return file.isEmpty() ? "as configured" : "in " + file;
    }

    private String key(Environment environment) {
        String file = environment.getProperty("reelroute.access.operator-key-file", "");
        if (file.isEmpty()) {
            return "as configured";
        }
        return isSeenByPerson && environment.getProperty("reelroute.access.operator-key-is-new", Boolean.class, false)
                ? environment.getProperty("reelroute.access.operator-key") + " (kept in " + file + ")"
                : "in " + file;
    }

    private static List<String> stores(Environment environment) {
        Path data = Path.of(environment.getRequiredProperty("reelroute.data"));
        List<String> lines = new ArrayList<>();
        lines.add("  Data      " + data);
        if (environment.getProperty("reelroute.embedded.store", Boolean.class, false)) {
            Path bucket = data.resolve("store").resolve(environment.getRequiredProperty("reelroute.store.bucket"));
            lines.add("  Drop box  " + bucket.resolve(environment.getRequiredProperty("reelroute.intake.prefix")) + "/"
                    + "  (videos that are copied there are taken in)");
        }
        lines.add("  Stores    S3 " + place(environment, "store") + ", SQS " + place(environment, "queue") + ", ledger "
                + environment.getRequiredProperty("reelroute.ledger.url").replaceAll("^jdbc:|[;?].*$", ""));
        return lines;
    }

    private static String place(Environment environment, String server) {
        String endpoint = environment.getRequiredProperty("reelroute." + server + ".endpoint");
        boolean embedded = environment.getProperty("reelroute.embedded." + server, Boolean.class, false);
        return embedded ? "in this process (" + endpoint.replace("http://", "") + ")" : endpoint;
    }

    private static String role(Environment environment) {
        return environment.getRequiredProperty("reelroute.role");
    }
}
