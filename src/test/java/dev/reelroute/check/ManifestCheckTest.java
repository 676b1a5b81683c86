package dev.reelroute.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.Chapter;
import dev.reelroute.inspect.SourceInfo.Text;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.publish.Manifests;
import dev.reelroute.text.TextKind;
import dev.reelroute.text.TextTrack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two video codecs, two encodings of two audio tracks, two text tracks, chapters and a storyboard. */
class ManifestCheckTest {

    private static final List<TextTrack> SUBTITLES = List.of(
            new TextTrack("subtitles-0", "ger", "Deutsch", TextKind.SUBTITLES, true, "subtitles-0/a.vtt", 500),
            new TextTrack("subtitles-en", "en", "Deutsch", TextKind.CAPTIONS, false, "subtitles-en/b.vtt", 500));

    private final Plan plan = plan();
    private final List<EncodedTrack> tracks = tracks();
    private final Map<String, String> texts = new Manifests().whole(plan, tracks, SUBTITLES);

    @Test
    void whatIsWrittenIsRight() {
        assertThat(texts).containsKeys("chapters.vtt", "storyboard.vtt", "subtitles-en/index.m3u8", "manifest.mpd");
        assertThat(faults(texts)).isEmpty();
    }

    @Test
    void textThatIsNotThereIsMissed() {
        Map<String, String> without = new Manifests().whole(plan, tracks, SUBTITLES.subList(0, 1));

        assertThat(faults(without))
                .extracting(Fault::toString)
                .containsExactlyInAnyOrder(
                        "master.m3u8 does not lead to subtitles-en.", "manifest.mpd does not lead to subtitles-en.");
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "master.m3u8, INF:BANDWIDTH=, 'INF:BANDWIDTH=1,X=', 'less than its peak'",
        "master.m3u8, hvc1.1.6.L60.90, hev1.1.6.L60.90, CODECS=hev1.1.6.L60.90",
        "master.m3u8, ',opus', '', instead of avc1",
        "master.m3u8, 'SUBTITLES=\"subtitles\"', 'SUBTITLES=\"texts\"', a group without members",
        "master.m3u8, ',SUBTITLES=\"subtitles\"', '', SUBTITLES=null",
        "master.m3u8, 'AUDIO=\"opus-2\"', 'AUDIO=\"opus\"', a group without members",
        "master.m3u8, NAME=\"Deutsch 2\", NAME=\"Deutsch\", 'has [SUBTITLES, subtitles, Deutsch] twice'",
        "master.m3u8, subtitles-en/index, subtitles-0/index, does not lead to subtitles-en",
        "master.m3u8, SCORE=1, SCORE=best, has SCORE=",
        "subtitles-en/index.m3u8, b.vtt, lost.vtt, 'names lost.vtt, which does not exist'",
        "subtitles-en/index.m3u8, #EXTINF:3.5, #EXTINF:2.5, lasts 2.5035 s",
        "subtitles-en/index.m3u8, TARGETDURATION:4, TARGETDURATION:1, its target is 1",
        "subtitles-en/index.m3u8, #EXT-X-ENDLIST, '', has no end",
        "manifest.mpd, subtitles-en/b.vtt, subtitles-0/a.vtt, 'says of subtitles-en [subtitles-0/a.vtt]'",
        "manifest.mpd, text/vtt, text/plain, says of subtitles-0 mimeType=text/plain",
        "manifest.mpd, hvc1.1.6.L60.90, hev1.1.6.L60.90, says of 90p codecs=hev1",
        "manifest.mpd, 'AdaptationSet id=\"2\"', 'AdaptationSet id=\"1\"', has the set 1 twice",
        "manifest.mpd, 'switching:2016\" value=\"1\"', 'switching:2016\" value=\"9\"', has no sets [9]",
        "manifest.mpd, bandwidth=\", bandwidth=\"-, less than its peak",
        "manifest.mpd, 30000/1001, 30000, frameRate=30000",
        "chapters.vtt, 00:00:00.000 -->, 00:00:02.500 -->, goes back in time",
        "storyboard.vtt, storyboard-001, storyboard-002, 'names storyboard-002.jpg, which does not exist'",
    })
    void whatIsWrongIsNamed(String file, String meant, String instead, String words) {
        Map<String, String> wrong = new LinkedHashMap<>(texts);
        assertThat(texts.get(file)).contains(meant);
        wrong.computeIfPresent(file, (key, text) -> text.replace(meant, instead == null ? "" : instead));

        assertThat(faults(wrong))
                .extracting(Fault::toString)
                .anyMatch(fault -> fault.startsWith(file) && fault.contains(words));
    }

    @Test
    void anEncryptedVideoHasNoManifestThatCannotSaySo() {
        Map<String, String> encrypted = new Manifests().whole(encrypted(), tracks, SUBTITLES);
        assertThat(encrypted).doesNotContainKey("manifest.mpd");
        assertThat(faults(encrypted(), encrypted)).isEmpty();

        assertThat(faults(encrypted(), texts))
                .extracting(Fault::toString)
                .contains(
                        "manifest.mpd is of no use for segments that are encrypted as HLS has it.",
                        "180p/index.m3u8 does not name the key of its segments once, after their header.");
        assertThat(faults(plan, encrypted))
                .extracting(Fault::toString)
                .contains("180p/index.m3u8 names a key, and its segments are not encrypted.");
    }

    @ParameterizedTest
    @CsvSource({
        "'#EXT-X-KEY:METHOD=AES-128,URI=\"../key\"\\n', '', does not name the key",
        "AES-128, SAMPLE-AES, says #EXT-X-KEY:METHOD=SAMPLE-AES",
        "../key, key, 'says #EXT-X-KEY:METHOD=AES-128,URI=\"key\"'",
        "'URI=\"../key\"', 'URI=\"../key\",IV=0x01', IV=0x01",
        "#EXT-X-MAP, '#EXT-X-KEY:METHOD=AES-128,URI=\"../key\"\\n#EXT-X-MAP', does not name the key",
    })
    void aWrongKeyIsNamed(String meant, String instead, String words) {
        Map<String, String> wrong = new Manifests().whole(encrypted(), tracks, SUBTITLES);
        wrong.computeIfPresent(
                "audio-0/index.m3u8",
                (key, text) -> text.replace(meant.replace("\\n", "\n"), instead.replace("\\n", "\n")));
        assertThat(faults(encrypted(), wrong))
                .extracting(Fault::toString)
                .anyMatch(fault -> fault.startsWith("audio-0/index.m3u8") && fault.contains(words));
    }

    private Plan encrypted() {
        return new Plan(
                plan.profile(),
                plan.source(),
                plan.grid(),
                plan.renditions(),
                plan.audio(),
                plan.texts(),
                plan.stills(),
                plan.damaged(),
                true);
    }

    private List<Fault> faults(Map<String, String> written) {
        return faults(plan, written);
    }

    private List<Fault> faults(Plan plan, Map<String, String> written) {
        Set<String> stored = new HashSet<>(Set.of("storyboard-000.jpg", "storyboard-001.jpg"));
        tracks.forEach(track -> {
            stored.add(track.init());
            track.segments().forEach(segment -> stored.add(segment.key()));
        });
        SUBTITLES.forEach(track -> stored.add(track.key()));
        return new ManifestCheck().faults(plan, tracks, SUBTITLES, written, stored);
    }

    private static Plan plan() {
        Plan sample = SampleVideo.plan();
        SourceInfo source = sample.source();
        List<Chapter> chapters =
                List.of(new Chapter(0, 2_000_000, "One"), new Chapter(2_000_000, 3_000_000, "a.jpg#xywh=1"));
        List<AudioRendition> audios = new ArrayList<>(sample.audio());
        for (AudioRendition audio : sample.audio()) {
            audios.add(new AudioRendition(
                    "audio-" + audios.size(),
                    "opus-2",
                    audio.track(),
                    audio.language(),
                    audio.label(),
                    audio.role(),
                    "libopus",
                    audio.bitrate(),
                    audio.channels(),
                    audio.sampleRate(),
                    null,
                    audio.isDefault()));
        }
        Rendition second = sample.renditions().get(1);
        return new Plan(
                sample.profile(),
                new SourceInfo(
                        source.size(),
                        source.container(),
                        source.duration(),
                        source.video(),
                        source.audio(),
                        new Text(List.of(), chapters, false),
                        source.warnings(),
                        source.timeline(),
                        source.reach(),
                        source.course()),
                sample.grid(),
                List.of(
                        sample.renditions().get(0),
                        new Rendition(second.name(), 160, 90, "libx265", "medium", 26, 100_000, 200_000)),
                audios,
                List.of(),
                sample.stills(),
                sample.damaged(),
                sample.encrypted());
    }

    private List<EncodedTrack> tracks() {
        List<EncodedTrack> all = new ArrayList<>();
        for (Rendition rendition : plan.renditions()) {
            boolean hevc = rendition.codec().equals("libx265");
            all.add(track(rendition.name(), hevc ? "hvc1.1.6.L60.90" : "avc1.64000d", 30_000, 1001, 0));
        }
        for (AudioRendition audio : plan.audio()) {
            boolean opus = audio.codec().equals("libopus");
            all.add(track(audio.name(), opus ? "opus" : "mp4a.40.2", 48_000, 1602, opus ? 312 : 1024));
        }
        return all;
    }

    /** Segments of 20 frames of the grid, and of different size. */
    private static EncodedTrack track(String name, String codecs, int timescale, long frame, long priming) {
        List<Segment> segments = new ArrayList<>();
        long start = 0;
        for (long number = 0; number * 20 < SampleVideo.FRAMES; number++) {
            long duration = Math.min(20, SampleVideo.FRAMES - number * 20) * frame + (number == 0 ? priming : 0);
            String key = name + "/0000" + number + "-1.m4s";
            segments.add(new Segment(number, key, 5000 + 700 * number, start, duration));
            start += duration;
        }
        return new EncodedTrack(
                name,
                name + "/init-1.mp4",
                "0".repeat(64),
                700,
                codecs,
                timescale,
                priming,
                SampleVideo.FRAMES,
                segments);
    }
}
