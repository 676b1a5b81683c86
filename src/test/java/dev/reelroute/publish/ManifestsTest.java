package dev.reelroute.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.check.SampleVideo;
import dev.reelroute.check.VideoCheck;
import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.text.TextKind;
import dev.reelroute.text.TextTrack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ManifestsTest {

    private static final Plan PLAN = SampleVideo.plan();

    @TempDir
    private static Path store;

    private static List<EncodedTrack> tracks;
    private static Map<String, String> files;

    private final Manifests manifests = new Manifests();

    @BeforeAll
    static void publish(@TempDir Path folder) throws IOException {
        SampleVideo video = SampleVideo.make(folder);
        video.upload(store);
        tracks = new VideoCheck().whole(PLAN, video.pieces());
        files = new Manifests().whole(PLAN, tracks, List.of());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(store.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void entryPointsAreWrittenLast() {
        assertThat(files.keySet())
                .containsExactly(
                        "180p/index.m3u8",
                        "90p/index.m3u8",
                        "audio-0/index.m3u8",
                        "audio-1/index.m3u8",
                        "storyboard.vtt",
                        "manifest.mpd",
                        "master.m3u8");
    }

    /** One stream at a time: FFmpeg's DASH reader stops at the first end, a frame early for the other renditions. */
    @ParameterizedTest
    @CsvSource({
        "180p/index.m3u8, 0",
        "90p/index.m3u8, 0",
        "master.m3u8, 0",
        "master.m3u8, 1",
        "manifest.mpd, 0",
        "manifest.mpd, 1"
    })
    void ffmpegDecodesEveryFrameWithoutAWarning(String file, int rendition) {
        SampleVideo.Result decoded = SampleVideo.run(
                store,
                "ffmpeg",
                List.of(
                        "-v",
                        "warning",
                        "-i",
                        file,
                        "-map",
                        "0:v:" + rendition,
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "framecrc",
                        "-"));

        assertThat(decoded.exitCode()).isZero();
        assertThat(decoded.errors()).isEmpty();
        assertThat(decoded.output().lines().filter(line -> !line.startsWith("#")))
                .hasSize((int) SampleVideo.FRAMES);
    }

    @Test
    void ffmpegOpensTheDashManifestFromElsewhere(@TempDir Path elsewhere) {
        Path manifest =
                elsewhere.toAbsolutePath().relativize(store.toAbsolutePath()).resolve("manifest.mpd");
        SampleVideo.Result decoded = SampleVideo.run(
                elsewhere,
                "ffmpeg",
                List.of("-v", "warning", "-i", manifest.toString(), "-map", "0", "-f", "null", "-"));

        assertThat(decoded.exitCode()).as(decoded.errors()).isZero();
        assertThat(decoded.errors()).isEmpty();
    }

    @Test
    void audioAndVideoBeginTogether() {
        SampleVideo.Result probed = SampleVideo.run(
                store,
                "ffprobe",
                List.of(
                        "-v",
                        "error",
                        "-of",
                        "csv=p=0",
                        "-show_entries",
                        "stream=codec_type,start_time",
                        "master.m3u8"));

        assertThat(probed.output().lines().filter(line -> line.startsWith("video")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("video,0.000000"));
    }

    @Test
    void theMasterPlaylistTellsAPlayerAllItNeedsToChoose() {
        List<String> lines = files.get("master.m3u8").lines().toList();

        assertThat(lines).startsWith("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS");
        assertThat(lines)
                .contains(
                        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aac-2\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,"
                                + "AUTOSELECT=YES,CHANNELS=\"2\",URI=\"audio-0/index.m3u8\"",
                        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aac-2\",NAME=\"Käthe & <Söhne> 'live' 🎬\",LANGUAGE=\"de\","
                                + "DEFAULT=NO,AUTOSELECT=YES,CHANNELS=\"1\",URI=\"audio-1/index.m3u8\"");
        String top = lines.get(lines.indexOf("180p/index.m3u8") - 1);
        assertThat(top)
                .contains("CODECS=\"" + tracks.get(0).codecs() + ",mp4a.40.2\"")
                .contains(",RESOLUTION=320x180,")
                .contains(",FRAME-RATE=29.970,")
                .endsWith(",AUDIO=\"aac-2\"");
        assertThat(lines.indexOf("180p/index.m3u8")).isLessThan(lines.indexOf("90p/index.m3u8"));
    }

    @Test
    void bandwidthsAreThoseOfTheFiles() throws IOException {
        String top = files.get("master.m3u8")
                .lines()
                .filter(line -> line.contains("320x180"))
                .findFirst()
                .orElseThrow();
        long video = 0;
        long audio = 0;
        long peak = 0;
        for (long number = 0; number < 6; number++) {
            long segment = Files.size(store.resolve("180p/0000" + number + "-1.m4s"));
            video += segment;
            peak = Math.max(peak, segment);
            audio += Files.size(store.resolve("audio-0/0000" + number + "-1.m4s"));
        }
        double seconds = PLAN.grid().duration();

        assertThat(number(top, "AVERAGE-BANDWIDTH=")).isBetween((long) ((video + audio) * 8 / seconds * 0.98), (long)
                ((video + audio) * 8 / seconds * 1.02));
        assertThat(number(top, ":BANDWIDTH="))
                .isGreaterThan((long) (peak * 8 / PLAN.grid().segmentSeconds()))
                .isGreaterThan(number(top, "AVERAGE-BANDWIDTH="));
    }

    @Test
    void mediaPlaylistsSumUpToTheVideo() {
        String playlist = files.get("180p/index.m3u8");

        assertThat(playlist.lines())
                .startsWith(
                        "#EXTM3U",
                        "#EXT-X-VERSION:7",
                        "#EXT-X-INDEPENDENT-SEGMENTS",
                        "#EXT-X-TARGETDURATION:1",
                        "#EXT-X-MEDIA-SEQUENCE:0",
                        "#EXT-X-PLAYLIST-TYPE:VOD",
                        "#EXT-X-MAP:URI=\"" + tracks.get(0).init().substring("180p/".length()) + "\"",
                        "#EXTINF:0.667333,",
                        "00000-1.m4s")
                .endsWith("00005-1.m4s", "#EXT-X-ENDLIST");
        double sum = playlist.lines()
                .filter(line -> line.startsWith("#EXTINF:"))
                .mapToDouble(line -> Double.parseDouble(line.substring(8, line.length() - 1)))
                .sum();
        assertThat(sum).isCloseTo(PLAN.grid().duration(), within(5e-6));
        double audio = files.get("audio-0/index.m3u8")
                .lines()
                .filter(line -> line.startsWith("#EXTINF:"))
                .mapToDouble(line -> Double.parseDouble(line.substring(8, line.length() - 1)))
                .sum();
        assertThat(audio).as("without the encoder's delay").isCloseTo(sum, within(1024 / 48000.0));
    }

    @Test
    void theDashManifestIsWellFormedAndDescribesTheSameSegments() throws Exception {
        Document mpd = parse(files.get("manifest.mpd"));

        Element root = mpd.getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("urn:mpeg:dash:schema:mpd:2011");
        assertThat(root.getAttribute("mediaPresentationDuration")).isEqualTo("PT3.503500S");
        List<Element> sets = elements(mpd, "AdaptationSet");
        assertThat(sets).hasSize(3);
        assertThat(sets.get(0).getAttribute("frameRate")).isEqualTo("30000/1001");
        assertThat(sets.get(0).getAttribute("par")).isEqualTo("16:9");
        assertThat(sets.get(1).getAttribute("lang")).isEqualTo("en");
        assertThat(sets.get(2).getAttribute("lang")).isEqualTo("de");
        assertThat(elements(mpd, "Label"))
                .extracting(Element::getTextContent)
                .containsExactly("English", "Käthe & <Söhne> 'live' 🎬");
        assertThat(elements(mpd, "Role"))
                .extracting(role -> role.getAttribute("value"))
                .containsExactly("main", "alternate");
        List<String> urls = new ArrayList<>();
        tracks.forEach(track -> track.segments().forEach(segment -> urls.add(segment.key())));
        assertThat(elements(mpd, "SegmentURL"))
                .extracting(url -> url.getAttribute("media"))
                .containsExactlyElementsOf(urls);
        List<Element> steps = elements(mpd, "S");
        assertThat(steps).as("one for each segment").hasSameSizeAs(urls).noneMatch(step -> step.hasAttribute("r"));
        assertThat(steps.subList(0, 6))
                .extracting(step -> step.getAttribute("d"))
                .containsExactly("20020", "20020", "20020", "20020", "20020", "5005");
        long audio = 0;
        for (Element step : steps.subList(12, 18)) {
            audio += Long.parseLong(step.getAttribute("d"));
        }
        assertThat(audio / 48000.0).isCloseTo(PLAN.grid().duration(), within(1024 / 48000.0));
    }

    @Test
    void eachEncodingIsAGroupOfAllTracksForEachVideoRendition() throws Exception {
        AudioRendition english = PLAN.audio().get(0);
        AudioRendition commentary = as(PLAN.audio().get(1), "audio-1", "aac-2", AudioRole.COMMENTARY, 1);
        AudioRendition surround = as(english, "audio-2", "aac-6", AudioRole.PROGRAMME, 6);
        Plan plan = new Plan(
                PLAN.profile(),
                PLAN.source(),
                PLAN.grid(),
                PLAN.renditions(),
                List.of(english, commentary, surround),
                List.of(),
                PLAN.stills(),
                PLAN.damaged(),
                PLAN.encrypted());
        List<EncodedTrack> all = new ArrayList<>(tracks);
        all.add(renamed(tracks.get(2), "audio-2"));

        Map<String, String> written = manifests.whole(plan, all, List.of());
        List<String> lines = written.get("master.m3u8").lines().toList();

        assertThat(lines.stream().filter(line -> line.startsWith("#EXT-X-MEDIA:")))
                .satisfiesExactly(
                        media -> assertThat(media)
                                .contains("GROUP-ID=\"aac-2\",NAME=\"English\"", "DEFAULT=YES", "CHANNELS=\"2\"")
                                .endsWith("URI=\"audio-0/index.m3u8\""),
                        media -> assertThat(media)
                                .contains("GROUP-ID=\"aac-2\",NAME=\"Käthe", "DEFAULT=NO,AUTOSELECT=NO")
                                .endsWith("URI=\"audio-1/index.m3u8\""),
                        media -> assertThat(media)
                                .contains("GROUP-ID=\"aac-6\",NAME=\"English\"", "DEFAULT=YES", "CHANNELS=\"6\"")
                                .endsWith("URI=\"audio-2/index.m3u8\""),
                        media -> assertThat(media)
                                .contains("GROUP-ID=\"aac-6\",NAME=\"Käthe", "CHANNELS=\"1\"")
                                .endsWith("URI=\"audio-1/index.m3u8\""));
        List<String> variants =
                lines.stream().filter(line -> !line.startsWith("#")).toList();
        assertThat(variants).containsExactly("180p/index.m3u8", "90p/index.m3u8", "180p/index.m3u8", "90p/index.m3u8");
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("#EXT-X-STREAM-INF"))
                        .map(line -> line.replaceFirst(".*AUDIO=", "")))
                .containsExactly("\"aac-2\"", "\"aac-2\"", "\"aac-6\"", "\"aac-6\"");

        List<Element> sets = elements(parse(written.get("manifest.mpd")), "AdaptationSet");
        assertThat(sets.subList(1, 4))
                .extracting(set -> set.getAttribute("lang")
                        + set.getAttribute("selectionPriority")
                        + attribute(set, "Role")
                        + attribute(set, "AudioChannelConfiguration"))
                .containsExactly("en2main2", "de2commentary1", "en1main6");
    }

    @Test
    void subtitlesAreListedWithWhatTheyAreFor() throws Exception {
        List<TextTrack> texts = List.of(
                new TextTrack("subtitles-0", "ger", "Deutsch", TextKind.SUBTITLES, true, "subtitles-0/a.vtt", 500),
                new TextTrack("subtitles-1", "eng", "", TextKind.CAPTIONS, false, "subtitles-1/b.vtt", 500),
                new TextTrack("subtitles-2", "und", "Deutsch", TextKind.FORCED, false, "subtitles-2/c.vtt", 500));

        Map<String, String> written = manifests.whole(PLAN, tracks, texts);
        List<String> lines = written.get("master.m3u8").lines().toList();

        assertThat(lines)
                .contains(
                        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES,"
                                + "AUTOSELECT=YES,FORCED=NO,URI=\"subtitles-0/index.m3u8\"",
                        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"subtitles-1\",LANGUAGE=\"en\","
                                + "DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS=\""
                                + "public.accessibility.transcribes-spoken-dialog,"
                                + "public.accessibility.describes-music-and-sound\",URI=\"subtitles-1/index.m3u8\"",
                        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"Deutsch 2\",DEFAULT=NO,"
                                + "AUTOSELECT=YES,FORCED=YES,URI=\"subtitles-2/index.m3u8\"");
        assertThat(lines.stream().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
                .allMatch(line -> line.endsWith(",SUBTITLES=\"subtitles\""));
        assertThat(written.get("subtitles-1/index.m3u8").lines())
                .contains("#EXT-X-TARGETDURATION:4", "#EXTINF:3.503500,", "b.vtt", "#EXT-X-ENDLIST");
        List<Element> sets = elements(parse(written.get("manifest.mpd")), "AdaptationSet");
        assertThat(sets.subList(3, 6))
                .extracting(set -> set.getAttribute("lang") + " " + attribute(set, "Role") + " "
                        + set.getElementsByTagName("BaseURL").item(0).getTextContent())
                .containsExactly(
                        "de subtitle subtitles-0/a.vtt",
                        "en caption subtitles-1/b.vtt",
                        "und forced-subtitle subtitles-2/c.vtt");
    }

    @Test
    void aSilentVideoHasNoAudioGroup() {
        Plan silent = new Plan(
                PLAN.profile(),
                PLAN.source(),
                PLAN.grid(),
                PLAN.renditions(),
                List.of(),
                List.of(),
                PLAN.stills(),
                PLAN.damaged(),
                PLAN.encrypted());

        Map<String, String> silentFiles = manifests.whole(silent, tracks.subList(0, 2), List.of());

        assertThat(silentFiles.get("master.m3u8"))
                .doesNotContain("AUDIO")
                .contains("CODECS=\"" + tracks.get(0).codecs() + "\"");
        assertThat(silentFiles.get("manifest.mpd")).doesNotContain("audio");
    }

    @Test
    void theStoryboardCoversTheVideo() {
        List<String> lines = files.get("storyboard.vtt").lines().toList();

        assertThat(lines)
                .containsExactly(
                        "WEBVTT",
                        "",
                        "00:00:00.000 --> 00:00:00.500",
                        "storyboard-000.jpg#xywh=0,0,160,90",
                        "",
                        "00:00:00.500 --> 00:00:01.000",
                        "storyboard-000.jpg#xywh=160,0,160,90",
                        "",
                        "00:00:01.000 --> 00:00:01.500",
                        "storyboard-000.jpg#xywh=0,90,160,90",
                        "",
                        "00:00:01.500 --> 00:00:02.000",
                        "storyboard-000.jpg#xywh=160,90,160,90",
                        "",
                        "00:00:02.000 --> 00:00:02.500",
                        "storyboard-001.jpg#xywh=0,0,160,90",
                        "",
                        "00:00:02.500 --> 00:00:03.000",
                        "storyboard-001.jpg#xywh=160,0,160,90",
                        "",
                        "00:00:03.000 --> 00:00:03.504",
                        "storyboard-001.jpg#xywh=0,90,160,90");
    }

    @Test
    void theProgressiveMp4IsACopyWithItsIndexInFront(@TempDir Path work) throws IOException {
        Remux remux = new ProgressiveCommand().remux(PLAN, tracks);
        for (Map.Entry<String, List<String>> file : remux.files().entrySet()) {
            FragmentedFile.join(
                    work.resolve(file.getKey()),
                    file.getValue().stream().map(store::resolve).toList());
        }

        SampleVideo.Result made = SampleVideo.run(work, "ffmpeg", remux.arguments());
        SampleVideo.Result decoded =
                SampleVideo.run(work, "ffmpeg", List.of("-v", "warning", "-i", "video.mp4", "-f", "null", "-"));
        SampleVideo.Result probed = SampleVideo.run(
                work,
                "ffprobe",
                List.of(
                        "-v",
                        "warning",
                        "-count_frames",
                        "-of",
                        "csv=p=0",
                        "-show_entries",
                        "stream=codec_name,width,nb_read_frames,start_time:stream_tags=language",
                        "video.mp4"));

        assertThat(made.exitCode()).isZero();
        assertThat(made.errors()).isEmpty();
        assertThat(decoded.errors()).isEmpty();
        assertThat(probed.output().lines().toList())
                .satisfiesExactly(
                        video -> assertThat(video).isEqualTo("h264,320,0.000000,105,und"),
                        audio -> assertThat(audio).startsWith("aac,0.000000,").endsWith(",eng"));
        String bytes = Files.readString(work.resolve("video.mp4"), StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("moov")).isLessThan(bytes.indexOf("mdat"));
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static String attribute(Element set, String child) {
        return ((Element) set.getElementsByTagName(child).item(0)).getAttribute("value");
    }

    private static AudioRendition as(AudioRendition audio, String name, String group, AudioRole role, int channels) {
        return new AudioRendition(
                name,
                group,
                audio.track(),
                audio.language(),
                audio.label(),
                role,
                audio.codec(),
                audio.bitrate(),
                channels,
                audio.sampleRate(),
                audio.loudness(),
                audio.isDefault());
    }

    private static EncodedTrack renamed(EncodedTrack track, String name) {
        return new EncodedTrack(
                name,
                track.init().replace(track.rendition(), name),
                track.initSha256(),
                track.initBytes(),
                track.codecs(),
                track.timescale(),
                track.priming(),
                track.frames(),
                track.segments().stream()
                        .map(segment -> new EncodedTrack.Segment(
                                segment.number(),
                                segment.key().replace(track.rendition(), name),
                                segment.bytes(),
                                segment.start(),
                                segment.duration()))
                        .toList());
    }

    private static long number(String line, String name) {
        return Long.parseLong(line.substring(line.indexOf(name) + name.length()).split(",")[0]);
    }

    private static List<Element> elements(Document document, String name) {
        List<Element> elements = new ArrayList<>();
        var nodes = document.getElementsByTagNameNS("*", name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
