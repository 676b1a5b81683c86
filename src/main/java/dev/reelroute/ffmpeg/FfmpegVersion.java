package dev.reelroute.ffmpeg;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version that {@code -version} prints, and whether it is new enough. Each release branch has a lowest version;
 * older ones have known security holes in their decoders (CVE-2026-8461).
 *
 * @param text as printed, such as {@code 8.1.2}, {@code n7.1.5} or {@code 2026-07-01-git-0a1b2c}
 * @param release its numbers; null for builds from the development branch, which carry none
 */
record FfmpegVersion(String text, @Nullable Release release) {

    /** What to tell a user who has to install one. */
    static final String FLOOR = "8.1.2 or newer (7.1.5, 6.1.6 and 5.1.10 and their successors do as well)";

    private static final Map<String, Integer> OLDEST_PATCH = Map.of("8.1", 2, "7.1", 5, "6.1", 6, "5.1", 10);
    private static final Pattern FIRST_LINE = Pattern.compile("^ff(?:mpeg|probe) version (\\S+)", Pattern.MULTILINE);
    private static final Pattern NUMBERS = Pattern.compile("^n?(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,4}))?(?![\\d.]).*");
    private static final Pattern DEVELOPMENT =
            Pattern.compile("^N-\\d+-g\\p{XDigit}+.*|^\\d{4}-\\d\\d-\\d\\d-git-.*|^git-.*");

    record Release(int major, int minor, int patch) {}

    /** Reads the output of {@code ffmpeg -version}; empty when it is not FFmpeg's. */
    static Optional<FfmpegVersion> parse(String output) {
        Matcher line = FIRST_LINE.matcher(output);
        if (!line.find()) {
            return Optional.empty();
        }
        String text = line.group(1);
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            return Optional.of(new FfmpegVersion(text, null));
        }
        String patch = numbers.group(3);
        return Optional.of(new FfmpegVersion(
                text,
                new Release(
                        Integer.parseInt(numbers.group(1)),
                        Integer.parseInt(numbers.group(2)),
                        patch == null ? 0 : Integer.parseInt(patch))));
    }

    boolean isNewEnough() {
        if (release == null) {
            return DEVELOPMENT.matcher(text).matches();
        }
        if (release.major() > 8 || (release.major() == 8 && release.minor() > 1)) {
            return true;
        }
        Integer floor = OLDEST_PATCH.get(release.major() + "." + release.minor());
        return floor != null && release.patch() >= floor;
    }

    /** 7.1 is the first with {@code -dec}. */
    boolean loopsBack() {
        return release == null || release.major() > 7 || (release.major() == 7 && release.minor() >= 1);
    }
}
