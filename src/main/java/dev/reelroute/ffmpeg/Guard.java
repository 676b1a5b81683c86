package dev.reelroute.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running program that cannot outlive us. Between the JVM and the program stands a shell that holds the other end of
 * a pipe from us: when the JVM goes, even by {@code kill -9}, the pipe ends, and the shell kills the program.
 *
 * <p>Not {@code prctl(PR_SET_PDEATHSIG)}: that fires when the <em>thread</em> ends that started the program, and
 * threads come and go in a pool.
 *
 * <p>On Windows there is no such shell; there only an orderly end of the JVM ends the program.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /**
     * A constant; the command comes as arguments and is never interpreted. The pipe is read by a child of its own, so
     * that the shell can wait for the program; both signals are sent by the shell itself, which has not yet waited for
     * the program, so that its process number cannot have passed to another. A trap interrupts {@code wait}, hence the
     * loop. The watcher gets no output, else it would hold our pipes open. To kill is to kill the shell's whole group, where
     * it has one of its own, whoever killed the program: bubblewrap 0.8 does not take along a child that it has only just
     * begun. When the shell itself was killed, which ends the pipe too, the watcher kills what is left of that group. The
     * watcher's signal is not HUP: under {@code nohup} that is ignored, and a shell cannot trap what it was born to ignore.
     *
     * <p>What the program writes is for its owner only, whatever umask we were started with.
     *
     * <p>A session of its own is a group of its own to Linux's scheduler, which is fair among groups and heeds niceness within
     * them only; so the group has to step back as well (sched(7), "The autogroup feature"). Who is not root may say so
     * ten times a second.
     */
    private static final String SCRIPT = """
            umask 077
            back=$1
            shift
            if [ $back != 0 ] && [ -w /proc/self/autogroup ]; then
                tries=0
                until echo $back >/proc/self/autogroup || [ $((tries += 1)) = 5 ]; do sleep 0.1; done 2>/dev/null
            fi
            exec 3<&0 </dev/null
            trap 'kill -TERM $child' TERM
            trap 'kill -KILL -$$ || kill -KILL $child' USR1
            "$@" 3<&- &
            child=$!
            exec >/dev/null 2>&1
            { read -r _; kill -USR1 $$ || kill -KILL -$$; } <&3 3<&- &
            watcher=$!
            exec 3<&-
            while wait $child; status=$?; kill -0 $child; do :; done
            [ $status != 137 ] || kill -KILL -$$
            kill $watcher
            exit $status
            """;

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /** A session of its own keeps the terminal's Ctrl-C from FFmpeg: ending it is for us to decide, and to record. */
    private static final Optional<Path> SETSID = SearchPath.ofThisProcess().find("setsid");
    /** A killed process that does not go within this time hangs in the kernel (a dead network disk, say). */
    private static final long LAST_WAIT_SECONDS = 10;

    private final Process process;

    private Guard(Process process) {
        this.process = process;
    }

    /** @param niceness how far it steps back behind other sessions: 0, not at all, to 19 */
    static Guard start(List<String> command, Map<String, String> environment, Path folder, int niceness)
            throws IOException {
        List<String> guarded = new ArrayList<>();
        if (!WINDOWS) {
            SETSID.ifPresent(setsid -> guarded.add(setsid.toString()));
            guarded.addAll(List.of("/bin/sh", "-c", SCRIPT, "reelroute-guard"));
            // Without a session of its own it would be ours that steps back.
            guarded.add(Integer.toString(SETSID.isPresent() ? niceness : 0));
        }
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Guard(builder.start());
    }

    Process process() {
        return process;
    }

    /** Asks it to end, and returns at once. */
    void terminate() {
        // Not Process.destroy(), which closes our ends of the pipes too: that would kill, and lose the last words.
        process.toHandle().destroy();
    }

    /** Kills it with all that it started, and returns at once. */
    void kill() {
        if (!process.isAlive()) {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (WINDOWS) {
            process.destroyForcibly();
        } else {
            // The shell may not have started the program yet: the end of the pipe reaches it whenever it does.
            closePipe();
        }
    }

    /** Waits for the end of what was killed; an interrupt does not shorten this, and stays pending. */
    void awaitEnd() {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WAIT_SECONDS);
        while (process.isAlive()) {
            try {
                if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.error("Process {} was killed but does not go", process.pid());
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * To be called when the process has ended: had the shell been killed, the program would live on, and hold the pipes
     * that its output is read from.
     */
    void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("The pipe to process {} was closed already", process.pid(), e);
        }
    }
}
