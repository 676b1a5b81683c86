package dev.reelroute.media.traits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clips of every day: as few as possible that show everything that any clip shows. {@code ./verify --long} takes
 * all.
 *
 * <p>What a clip shows is read from its row: the theme, the outcome, each warning, what is compared (audio, texts, …), and how
 * the clip is made: each filter, each kind of damage, and each option of FFmpeg that changes what is stored rather than how
 * well it is encoded. So a row of a new kind is one of every day by itself. Containers and codecs alone make no kind:
 * {@code InputRulesTest} decodes them every day. Clips that count as heavy are for the long run.
 */
final class DailyClips {

    /** Options of encoders, and those that every row has. */
    private static final Set<String> SAY_LITTLE = Set.of("""
            -ac -af -alpha_bits -auto-alt-ref -b -bf -bsf -c -cpu-used -crf -deadline -disposition -encryption_key
            -encryption_kid -f -flags -frames -g -i -lag-in-frames -map -map_metadata -metadata -pix_fmt -plays -preset
            -profile -q -sc_threshold -svtav1-params -tag -timecode -vf -vtag -x264-params -x265-params
            """.strip().split("\\s+"));

    private static final Set<String> DAMAGES = Set.of("cut", "blank", "patch", "join");

    private static final Pattern OPTION = Pattern.compile("(-[a-z][\\w-]*)(?::.*)?");
    private static final Pattern FILTER = Pattern.compile("(?:^|,|})([a-z_0-9]+)=");

    private DailyClips() {}

    /** @return some of all, in their order */
    static List<TraitClip> of(List<TraitClip> all) {
        List<TraitClip> candidates = all.stream()
                .filter(row -> !row.expected().contains("HEAVY_SOURCE"))
                .toList();
        Set<TraitClip> chosen = new HashSet<>();
        Set<String> shown = new HashSet<>();
        while (true) {
            // The first of those that show the most that is new.
            TraitClip best = candidates.stream()
                    .max(Comparator.comparingLong((TraitClip row) -> news(row, shown))
                            .thenComparing(row -> -candidates.indexOf(row)))
                    .orElseThrow();
            if (news(best, shown) == 0) {
                return all.stream().filter(chosen::contains).toList();
            }
            chosen.add(best);
            shown.addAll(shows(best));
        }
    }

    private static long news(TraitClip row, Set<String> shown) {
        return shows(row).stream().filter(each -> !shown.contains(each)).count();
    }

    /** What there is about a clip, in words that mean the same in every row. */
    static Set<String> shows(TraitClip row) {
        Set<String> shows = new HashSet<>();
        shows.add(row.becomesReady() ? "READY" : row.expect());
        if (row.warnings() != null) {
            shows.addAll(row.warnings());
        }
        if (row.captions()) {
            shows.add("captions");
        }
        shows.addAll(compared(row));
        row.make().forEach(line -> step(line, shows));
        return shows;
    }

    private static List<String> compared(TraitClip row) {
        List<String> compared = new ArrayList<>();
        if (row.truth() != null) {
            compared.add("truth");
        }
        if (row.likeness() != null) {
            compared.add("likeness");
        }
        if (row.audio() != null) {
            compared.add("audio");
        }
        if (row.beeps() != null) {
            compared.add("beeps");
        }
        if (row.texts() != null) {
            compared.add("texts");
        }
        if (row.profile() != null) {
            compared.add("profile");
        }
        return compared;
    }

    private static void step(String line, Set<String> shows) {
        String[] words = line.strip().split("\\s+");
        if (DAMAGES.contains(words[0])) {
            shows.add(words[0]);
            return;
        }
        String before = "";
        for (String word : words) {
            Matcher option = OPTION.matcher(word);
            if (option.matches()) {
                if (!SAY_LITTLE.contains(option.group(1))) {
                    shows.add(option.group(1));
                }
            } else if (!before.startsWith("-x26") && !before.startsWith("-metadata")) {
                FILTER.matcher(word).results().forEach(filter -> shows.add(filter.group(1) + "="));
            }
            before = word;
        }
    }
}
