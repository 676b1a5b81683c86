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
 * A running program that cannot outlive us. Between the JVM and the program is a shell that holds the other end of a
 * pipe from us. When the JVM ends, even by {@code kill -9}, the pipe closes, and the shell kills the program.
 *
 * {@code prctl(PR_SET_PDEATHSIG)} is not used: it fires when the <em>thread</em> that started the program ends, and the
 * threads of a pool come and go.
 *
 * Windows has no such shell; there the program ends only when the JVM ends in order.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /**
     * A constant; the command comes as arguments and is never interpreted. A child of the shell reads the pipe, so that
     * the shell can wait for the program. The shell itself sends both signals: it has not yet waited for the program,
     * so the program's process number cannot belong to another one. A trap interrupts {@code wait}, hence the loop. The
     * watcher gets no output; otherwise it would hold our pipes open. A kill goes to the shell's whole group, where the
     * shell has one of its own, whoever killed the program: bubblewrap 0.8 does not kill a child that it has only just
     * started. When the shell itself was killed, which closes the pipe too, the watcher kills the rest of that group.
     * The watcher's signal is not HUP: under {@code nohup} HUP is ignored, and a shell cannot trap a signal that was
     * ignored when it started.
     *
     * At the end the shell says how much processor time it has waited for, see {@link ProcessorTimes}: where the
     * program's own messages went, which are over by then.
     *
     * Only the owner may read what the program writes, whatever our own umask is.
     *
     * For Linux's scheduler, a session is a group. The scheduler is fair among groups and respects niceness only within
     * a group, so the whole group must get a niceness as well (sched(7), "The autogroup feature"). A user who is not
     * root may set it ten times a second.
     */
    private static final String SCRIPT = """
            umask 077
            back=$1
            shift
            if [ $back != 0 ] && [ -w /proc/self/autogroup ]; then
                tries=0
                until echo $back >/proc/self/autogroup || [ $((tries += 1)) = 5 ]; do sleep 0.1; done 2>/dev/null
            fi
            exec 3<&0 4>&2 </dev/null
            trap 'kill -TERM $child' TERM
            trap 'kill -KILL -$$ || kill -KILL $child' USR1
            "$@" 3<&- 4>&- &
            child=$!
            exec >/dev/null 2>&1
            { read -r _; kill -USR1 $$ || kill -KILL -$$; } <&3 3<&- 4>&- &
            watcher=$!
            exec 3<&-
            while wait $child; status=$?; kill -0 $child; do :; done
            [ $status != 137 ] || kill -KILL -$$
            kill $watcher
            { echo '%s'; times; } >&4
            exit $status
            """.formatted(ProcessorTimes.HEADING);

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /** A session of its own keeps the terminal's Ctrl-C from FFmpeg: we decide when FFmpeg ends, and record it. */
    private static final Optional<Path> SETSID = SearchPath.ofThisProcess().find("setsid");
    /**
     * A killed process that does not end within this time hangs in the kernel (because of a dead network disk, for
     * example).
     */
    private static final long LAST_WAIT_SECONDS = 10;

    private final Process process;

    private Guard(Process process) {
        this.process = process;
    }

    /** @param niceness relative to other sessions: 0 (none) to 19 */
    static Guard start(List<String> command, Map<String, String> environment, Path folder, int niceness)
            throws IOException {
        List<String> guarded = new ArrayList<>();
        if (!WINDOWS) {
            SETSID.ifPresent(setsid -> guarded.add(setsid.toString()));
            guarded.addAll(List.of("/bin/sh", "-c", SCRIPT, "reelroute-guard"));
            // Without a session of its own, this would change the niceness of our own session.
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

    /** Asks the program to end, and returns at once. */
    void terminate() {
        // Not Process.destroy(), which also closes our ends of the pipes: that would kill the program, and lose its
        // last messages.
        process.toHandle().destroy();
    }

    /** Kills the program with all that it started, and returns at once. */
    void kill() {
        if (!process.isAlive()) {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (WINDOWS) {
            process.destroyForcibly();
        } else {
            // The shell may not have started the program yet: it will notice the end of the pipe whenever it does.
            closePipe();
        }
    }

    /** Waits for the end of a killed program. An interrupt does not shorten this, and stays pending. */
    void awaitEnd() {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WAIT_SECONDS);
        while (process.isAlive()) {
            try {
                if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.error("Process {} was killed but does not end", process.pid());
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
     * To be called when the process has ended: if the shell was killed, the program would live on, and hold the pipes
     * from which its output is read.
     */
    void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("The pipe to process {} was closed already", process.pid(), e);
        }
    }
}
