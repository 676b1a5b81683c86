package dev.reelroute.cli;

import dev.reelroute.Reelroute;
import dev.reelroute.move.Move;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code reelroute}. The start script runs it in the project's folder, and passes as system properties what
 * only a shell knows: the user's current folder, and whether the output is a terminal.
 *
 * <p>Exit codes: 0 it worked, 1 it failed, 2 the command was not understood.
 */
@Command(
        name = "reelroute",
        description = "Makes streams of videos.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = HelpCommand.class)
public final class CommandLine {

    private static final String SETTING = "--[^=]+\\.[^=]+=.*";
    private static final String SETTINGS =
            "Any key of config/application.yaml, such as --server.port=8081 or --reelroute.data=/mnt/data.";

    final picocli.CommandLine parser;
    private final Path directory;
    private final ToIntFunction<TranscodeRequest> transcoder;
    private final Consumer<String[]> server;
    private final ToIntFunction<List<String>> mover;
    private boolean serves;

    /**
     * @param directory that relative paths start from
     * @param transcoder gives the exit code
     * @param server starts with these settings, and goes on in threads of its own
     * @param mover moves with these settings, and gives the exit code
     * @param operatorKey an operator's API key; null where there is none
     */
    CommandLine(
            Path directory,
            ToIntFunction<TranscodeRequest> transcoder,
            Consumer<String[]> server,
            ToIntFunction<List<String>> mover,
            Supplier<@Nullable String> operatorKey) {
        this.directory = directory.toAbsolutePath();
        this.transcoder = transcoder;
        this.server = server;
        this.mover = mover;
        this.parser = new picocli.CommandLine(this)
                .addSubcommand(new KeyCommands(operatorKey))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setParameterExceptionHandler((wrong, arguments) -> notUnderstood(wrong));
        Stream.of("serve", "worker", "move")
                .forEach(name -> command(name).setUnmatchedOptionsArePositionalParams(true));
        // The version from the jar's manifest; plain class folders have none.
        String version = "reelroute "
                + Objects.requireNonNullElse(Reelroute.class.getPackage().getImplementationVersion(), "(working copy)");
        withSubcommands(parser).forEach(each -> each.getCommandSpec().version(version));
    }

    private static Stream<picocli.CommandLine> withSubcommands(picocli.CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandLine::withSubcommands));
    }

    public static void main(String[] arguments) {
        if (isPlainServe(arguments)) {
            Reelroute.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        ProgressDisplay display = new ProgressDisplay(System.out, Boolean.getBoolean("reelroute.terminal"));
        CommandLine commands = new CommandLine(
                Path.of(System.getProperty("reelroute.directory", "")),
                request -> new Transcoder(request, display, System.out, System.err).run(),
                Reelroute::main,
                settings -> Move.run(settings, System.out, System.err),
                CommandLine::operatorKey);
        int exitCode = commands.parser.execute(arguments);
        if (!commands.serves) {
            System.exit(exitCode);
        }
    }

    /**
     * Nothing has to be understood or refused. The parser's classes are too old for an archive of classes: without it, a server is there a
     * fifth of a second sooner.
     */
    private static boolean isPlainServe(String[] arguments) {
        return arguments.length > 0
                && arguments[0].equals("serve")
                && Stream.of(arguments).skip(1).allMatch(setting -> setting.matches(SETTING));
    }

    /** The environment's, else the one that was made at first start. */
    private static @Nullable String operatorKey() {
        @Nullable String key = System.getenv("REELROUTE_KEY");
        if (key != null) {
            return key;
        }
        Properties secrets = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("data", "secrets.properties"))) {
            secrets.load(file);
        } catch (IOException e) {
            // It may lie elsewhere, or be nobody's business here: the server says whether one is needed.
        }
        return secrets.getProperty("access.operator-key");
    }

    @Command(description = "Makes HLS, DASH, MP4, poster and storyboard of one file.")
    int transcode(
            @Parameters(arity = "0..1", description = "The file. Without one, a sample clip is made first.") @Nullable
                    Path video,
            @Option(
                            names = "--out",
                            paramLabel = "<folder>",
                            defaultValue = "out",
                            description =
                                    "For the results, ${DEFAULT-VALUE} if not given. Files of the same names are replaced.")
                    Path out,
            @Option(
                            names = "--profile",
                            paramLabel = "<name>",
                            description = "A file of config/profiles/, without its ending.")
                    @Nullable
                    String profile) {
        TranscodeRequest request = new TranscodeRequest(
                video == null ? null : directory.resolve(video),
                directory.resolve(out).normalize(),
                profile);
        String fault = request.fault();
        if (fault != null) {
            throw new ParameterException(command("transcode"), fault);
        }
        return transcoder.applyAsInt(request);
    }

    @Command(description = "Starts everything: page, API and workers.")
    void serve(
            @Parameters(arity = "0..*", paramLabel = "--key=value", description = SETTINGS) @Nullable
                    List<String> settings) {
        start("serve", settings, Stream.of());
    }

    @Command(description = "Starts one more worker beside a running Reelroute.")
    void worker(
            @Parameters(arity = "0..*", paramLabel = "--key=value", description = SETTINGS) @Nullable
                    List<String> settings) {
        // Any free port: the default one is taken by the Reelroute that this worker helps.
        start(
                "worker",
                settings,
                Stream.of("--reelroute.role=worker", "--server.port=0", "--reelroute.http.health-port=0"));
    }

    @Command(
            description = {
                "Copies all videos of a data folder with embedded servers to servers elsewhere: PostgreSQL and S3.",
                "The settings, or the environment, name them as they do for the Reelroute that goes on there."
            })
    int move(
            @Parameters(arity = "0..*", paramLabel = "--key=value", description = SETTINGS) @Nullable
                    List<String> settings) {
        return mover.applyAsInt(settings("move", settings));
    }

    private void start(String name, @Nullable List<String> settings, Stream<String> first) {
        List<String> given = settings(name, settings);
        Stream<String> defaults = first.filter(setting ->
                given.stream().noneMatch(other -> other.startsWith(setting.substring(0, setting.indexOf('=') + 1))));
        serves = true;
        server.accept(Stream.concat(defaults, given.stream()).toArray(String[]::new));
    }

    private List<String> settings(String name, @Nullable List<String> words) {
        List<String> given = Objects.requireNonNullElse(words, List.of());
        given.stream().filter(setting -> !setting.matches(SETTING)).findFirst().ifPresent(wrong -> {
            throw new ParameterException(
                    command(name), "'" + wrong + "' is no setting. Settings are written as --server.port=8081.");
        });
        return given;
    }

    private picocli.CommandLine command(String name) {
        return Objects.requireNonNull(parser.getSubcommands().get(name));
    }

    private static int notUnderstood(ParameterException wrong) {
        picocli.CommandLine command = wrong.getCommandLine();
        PrintWriter errors = command.getErr();
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().get(0);
            errors.println(
                    command.getCommandSpec().userObject() instanceof KeyCommands || command.getParent() == null
                            ? "There is no command '" + word + "'."
                            : "One video at a time: '" + word + "' is one too many.");
        } else {
            errors.println(wrong.getMessage());
        }
        UnmatchedArgumentException.printSuggestions(wrong, errors);
        errors.println();
        command.usage(errors);
        return 2;
    }
}
