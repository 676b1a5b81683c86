package dev.reelroute.ffmpeg;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the processor time of a run from what the shells around a program say at its end: a heading, and the two lines of
 * the shell's command {@code times} (POSIX), the second of which is about the programs that it has waited for. With
 * bubblewrap there are two shells, because bubblewrap does not wait for what it runs: the inner one knows the program, the
 * outer one bubblewrap alone. So the largest figure counts.
 *
 * <p>Nobody tells of a run that was killed, and nobody on Windows, where there is no such shell. A program that was taken
 * over can write such lines itself. Then the figure is wrong, up to what the run's real time allows, and nothing else is.
 */
final class ProcessorTimes {

    /** A line that no program writes by chance. */
    static final String HEADING = "reelroute: processor time";

    private static final String MINUTES_AND_SECONDS = "(\\d{1,7})m(\\d{1,2})(?:[.,](\\d{1,6}))?s";
    private static final Pattern TIMES = Pattern.compile(MINUTES_AND_SECONDS + " " + MINUTES_AND_SECONDS);

    private Duration most = Duration.ZERO;
    private int expected;

    /** Whether a line is one of these, and none of the program's messages. */
    boolean take(String line) {
        if (line.equals(HEADING)) {
            expected = 2;
            return true;
        }
        Matcher times = TIMES.matcher(line);
        if (expected == 0 || !times.matches()) {
            expected = 0;
            return false;
        }
        expected--;
        if (expected == 0) {
            Duration sum = time(times, 1).plus(time(times, 4));
            most = sum.compareTo(most) > 0 ? sum : most;
        }
        return true;
    }

    /** @param wall real time of the run: no run takes more than all processors for so long */
    Duration within(Duration wall) {
        Duration bound = wall.multipliedBy(Runtime.getRuntime().availableProcessors());
        return most.compareTo(bound) > 0 ? bound : most;
    }

    private static Duration time(Matcher times, int group) {
        String fraction = times.group(group + 2) == null ? "0" : times.group(group + 2);
        double seconds = Double.parseDouble(times.group(group + 1) + "." + fraction);
        return Duration.ofMinutes(Long.parseLong(times.group(group))).plusNanos(Math.round(seconds * 1e9));
    }
}
