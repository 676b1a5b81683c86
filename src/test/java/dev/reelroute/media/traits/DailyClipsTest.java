package dev.reelroute.media.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Few clips, and nothing that only the others show. */
class DailyClipsTest {

    private static final List<TraitClip> ALL = TraitClip.all();

    @Test
    void theyShowWhatAllShow() {
        List<TraitClip> daily = DailyClips.of(ALL);

        Set<String> missing = shown(ALL);
        missing.removeAll(shown(daily));
        assertThat(missing).isEmpty();
        assertThat(daily).hasSizeLessThan(ALL.size() / 3);
    }

    @Test
    void aClipOfANewKindIsOneOfThem() {
        TraitClip plain = ALL.get(0);
        TraitClip alike = ALL.stream()
                .filter(row -> row.clip().equals("portrait.mp4"))
                .findFirst()
                .orElseThrow();
        TraitClip odd = new TraitClip(
                "odd.mp4",
                "a filter that no other clip is made with",
                List.of("-f lavfi -i {pattern 320x180 25 2},vignette=PI/4 {h264} odd.mp4"),
                null,
                plain.expect(),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null);

        assertThat(DailyClips.of(List.of(plain, alike, odd))).containsExactly(odd);
        assertThat(DailyClips.of(List.of(plain, alike))).containsExactly(plain);
    }

    private static Set<String> shown(List<TraitClip> clips) {
        Set<String> shown = new HashSet<>();
        clips.forEach(clip -> shown.addAll(DailyClips.shows(clip)));
        return shown;
    }
}
