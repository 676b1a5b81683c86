package dev.reelroute.ffmpeg;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Outcome.Ending;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from FFmpeg's exit code and last messages what went wrong, and whether to try again. Messages come first: exit
 * codes are the low byte of an error number since FFmpeg 6, always 1 before, and several causes share one.
 */
public final class Diagnosis {

    private static final int DETAIL_LINES = 8;

    private static final int SIGXCPU = 128 + 24;
    private static final int SIGXFSZ = 128 + 25;
    private static final int SIGKILL = 128 + 9;
    /** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS */
    private static final List<Integer> CRASHES =
            List.of(128 + 4, 128 + 5, 128 + 6, 128 + 7, 128 + 8, 128 + 11, 128 + 31);
    /** FFmpeg ends itself with this code after SIGINT, SIGTERM and SIGXCPU. */
    private static final int ENDED_BY_SIGNAL = 255;

    /** FFmpeg says so of the machine, or of itself, and not of the file: another time or elsewhere it may go well. */
    private static final Pattern NOT_THE_FILE = Pattern.compile(
            "Resource temporarily unavailable|Input/output error|Too many open files|No such file or directory"
                    + "|Permission denied|Interrupted system call|resource busy|pthread"
                    + "|Unknown (?:en|de)coder|No such filter|Unrecognized option|Option \\S* ?not found|Unable to find a suitable");

    private static final Pattern ERROR = Pattern.compile("\\[(?:error|fatal|panic)\\]");

    /**
     * How the ffmpeg program itself, not one of its decoders, reports damage. Decoders also report things that are
     * normal after a seek.
     */
    private static final Pattern DAMAGE = Pattern.compile(
            "\\[dec:[^\\]]*\\].*(?:Error submitting packet to decoder|Decoding error|corrupt decoded frame)");

    /** Read from top to bottom; the first entry that is found in the last lines decides. */
    private static final List<Symptom> SYMPTOMS = List.of(
            setback("No space left on device|Disk quota exceeded", FailureCode.DISK_FULL),
            refused("File too large", FailureCode.OUTPUT_LIMIT_EXCEEDED),
            setback("error while loading shared libraries", FailureCode.FFMPEG_MISSING),
            refused("(?:Format|Protocol '\\S*') not on whitelist", FailureCode.CONTAINER_NOT_ACCEPTED),
            refused("Codec \\([^)]*\\) not on whitelist", FailureCode.CODEC_NOT_SUPPORTED),
            refused("exceeds specified max pixel count|Picture size \\S+ is invalid", FailureCode.PICTURE_TOO_LARGE),
            refused("exceeds max_streams", FailureCode.TOO_MANY_STREAMS),
            refused("moov atom not found", FailureCode.NOT_A_VIDEO),
            refused("matches no streams", FailureCode.NO_VIDEO_STREAM),
            refused(
                    "no decoder found for|Decoder not found|Decoding requested, but no decoder",
                    FailureCode.CODEC_NOT_SUPPORTED),
            // After the limits above, which FFmpeg also reports as a lack of memory.
            setback("Cannot allocate memory|thread_get_buffer\\(\\) failed", null),
            refused("Decode error rate \\S+ exceeds maximum", FailureCode.SOURCE_DAMAGED),
            // ffmpeg names the step that failed, ffprobe the file; neither does so for a packet in the middle.
            refused("sub-sample encryption info", FailureCode.ENCRYPTED_SOURCE),
            refused(
                    "(?:Error opening input[^:]*|file:[^:]*): (?:Invalid data found|End of file|Not yet implemented)",
                    FailureCode.NOT_A_VIDEO),
            refused("Invalid data found when processing input", FailureCode.SOURCE_DAMAGED));

    /** Gives the outcome back when the run succeeded. */
    public Outcome require(Outcome outcome) {
        if (!outcome.succeeded()) {
            throw of(outcome);
        }
        return outcome;
    }

    /**
     * @param outcome of a run that did not succeed
     */
    public Failure of(Outcome outcome) {
        FailureCode failure = outcome.purpose().failure();
        if (outcome.ending() == Ending.KILLED) {
            return new Setback(failure, sentence("was ended by its worker", outcome, ""));
        }
        if (outcome.ending() == Ending.TIMED_OUT) {
            return new Refused(
                    FailureCode.TIME_LIMIT_EXCEEDED,
                    withLines(sentence("was ended after " + outcome.wall().toSeconds() + " s", outcome, ""), outcome));
        }
        int code = outcome.exitCode();
        if (code == SIGXFSZ) {
            return new Refused(FailureCode.OUTPUT_LIMIT_EXCEEDED, withLines("", outcome));
        }
        if (CRASHES.contains(code)) {
            return new Refused(
                    failure, withLines(sentence("crashed with signal " + (code - 128), outcome, ""), outcome));
        }
        String words = String.join("\n", outcome.lastLines());
        for (Symptom symptom : SYMPTOMS) {
            // When FFmpeg fails on a file that we have made, that is no reason to refuse the file that was uploaded.
            boolean meant = outcome.purpose().readsSource() || !symptom.judgesSource();
            if (meant && symptom.words.matcher(words).find()) {
                FailureCode known = Objects.requireNonNullElse(symptom.code, failure);
                String detail = withLines("", outcome);
                return symptom.permanent ? new Refused(known, detail) : new Setback(known, detail);
            }
        }
        if (code == SIGXCPU || (code == ENDED_BY_SIGNAL && !ERROR.matcher(words).find())) {
            return new Setback(
                    FailureCode.TIME_LIMIT_EXCEEDED,
                    withLines(
                            sentence(
                                    "was stopped by a signal", outcome, ", most likely at its limit of processor time"),
                            outcome));
        }
        if (code == SIGKILL) {
            return new Setback(
                    failure,
                    withLines(
                            sentence("was killed", outcome, ": out of memory or of processor time, or by somebody"),
                            outcome));
        }
        String detail = withLines(sentence("ended with exit code " + code, outcome, ""), outcome);
        return isForGood(outcome.purpose(), words) ? new Refused(failure, detail) : new Setback(failure, detail);
    }

    /**
     * FFmpeg has given up by itself, on a file that stays as it is: the same command will end in the same way. After a
     * seek, the next command is another one.
     */
    private static boolean isForGood(Purpose purpose, String words) {
        boolean repeats = purpose != Purpose.ENCODE_AFTER_SEEK && purpose != Purpose.MAKE_STILLS;
        return purpose.readsSource()
                && repeats
                && ERROR.matcher(words).find()
                && !NOT_THE_FILE.matcher(words).find();
    }

    private static String sentence(String end, Outcome outcome, String why) {
        return "FFmpeg " + end + " while " + outcome.purpose().activity() + why + ".";
    }

    /** Whether a line of standard error says that a packet could not be decoded, or only in part. */
    public static boolean tellsOfDamage(String line) {
        return DAMAGE.matcher(line).find();
    }

    /** Error lines if there are any, otherwise the last lines. */
    private static String withLines(String sentence, Outcome outcome) {
        List<String> errors = outcome.lastLines().stream()
                .filter(line -> ERROR.matcher(line).find())
                .toList();
        List<String> lines = errors.isEmpty() ? outcome.lastLines() : errors;
        List<String> last = lines.subList(Math.max(0, lines.size() - DETAIL_LINES), lines.size());
        return (sentence + "\n" + String.join("\n", last)).strip();
    }

    private static Symptom refused(String words, FailureCode code) {
        return new Symptom(Pattern.compile(words), true, code);
    }

    /** @param code null for the code of the run's purpose */
    private static Symptom setback(String words, @Nullable FailureCode code) {
        return new Symptom(Pattern.compile(words), false, code);
    }

    private record Symptom(
            Pattern words, boolean permanent, @Nullable FailureCode code) {

        boolean judgesSource() {
            return permanent && code != FailureCode.OUTPUT_LIMIT_EXCEEDED;
        }
    }
}
