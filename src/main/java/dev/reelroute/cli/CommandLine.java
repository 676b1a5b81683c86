package dev.reelroute.cli;

import dev.reelroute.Reelroute;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command {@code reelroute}. The start script runs it in the project's folder, and says by system properties what
 * only a shell knows: the folder that the user stands in, and whether somebody watches.
 *
 * <p>Exit codes: 0 it worked, 1 it failed, 2 the command was not understood.
 */
public final class CommandLine {

    static final String USAGE = """
            Usage: reelroute <command>

              transcode [video] [--out folder] [--profile name]
                      Makes HLS, DASH, MP4, poster and storyboard of one file, in the folder out/.
                      Without a file it makes a sample clip first.
              serve   Starts everything: page, API and workers.
              worker  Starts one more worker beside a running Reelroute.

            serve and worker take --key=value for every key of config/application.yaml.
            """;

    private CommandLine() {}

    public static void main(String[] arguments) {
        List<String> rest = Arrays.stream(arguments).skip(1).toList();
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "transcode" -> System.exit(transcode(rest));
            case "serve" -> Reelroute.main(rest.toArray(String[]::new));
            case "worker" ->
                // Any free port: the page's is taken by the Reelroute that it helps.
                Reelroute.main(Stream.concat(
                                Stream.of(
                                        "--reelroute.role=worker", "--server.port=0", "--reelroute.http.health-port=0"),
                                rest.stream())
                        .toArray(String[]::new));
            case "help", "--help", "-h" -> System.out.print(USAGE);
            default ->
                System.exit(notUnderstood(
                        arguments.length == 0
                                ? "No command is given."
                                : "There is no command '" + arguments[0] + "'."));
        }
    }

    private static int transcode(List<String> arguments) {
        TranscodeRequest request;
        try {
            request = TranscodeRequest.parse(arguments, Path.of(System.getProperty("reelroute.directory", "")));
        } catch (WrongUsage e) {
            return notUnderstood(e.getMessage());
        }
        ProgressDisplay display = new ProgressDisplay(System.out, Boolean.getBoolean("reelroute.terminal"));
        return new Transcoder(request, display, System.out, System.err).run();
    }

    private static int notUnderstood(String why) {
        System.err.println(why);
        System.err.println();
        System.err.print(USAGE);
        return 2;
    }
}
