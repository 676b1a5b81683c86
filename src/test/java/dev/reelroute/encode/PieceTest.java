package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.check.SampleVideo;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.EncodeProperties;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Outcome.Ending;
import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Plan;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import dev.reelroute.task.Works;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.util.unit.DataSize;

/** What each kind of piece asks FFmpeg for and gives to the store, without Spring, a ledger or a store. */
class PieceTest {

    private static final Plan PLAN = withAudio(SampleVideo.plan());
    private static final String VIDEO = "-f lavfi -i testsrc2=s=64x64:r=30000/1001:d=3.5035";
    private static final String AUDIO = "-f lavfi -i sine=d=3.5";
    private static final FfmpegSettings SETTINGS = new FfmpegSettings(List.of("-protocol_whitelist", "file"), 2);
    private static final Invocations INVOCATIONS = new Invocations(
            new EncodeProperties(
                    2,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    30,
                    Duration.ofMinutes(1),
                    DataSize.ofGigabytes(4),
                    DataSize.ofGigabytes(8),
                    10,
                    19,
                    4),
            new Diagnosis());
    private static final Outcome DONE =
            new Outcome(Purpose.ENCODE, 0, "", List.of(), false, Duration.ofSeconds(1), Duration.ZERO, Ending.EXITED);

    @TempDir
    private Path folder;

    /** The first track in stereo, as it is published; the second one in 5.1, which is mixed down. */
    private static Plan withAudio(Plan plan) {
        SourceInfo source = plan.source();
        return new Plan(
                plan.profile(),
                new SourceInfo(
                        source.size(),
                        source.container(),
                        source.duration(),
                        source.video(),
                        List.of(audio(1, 2), audio(2, 6)),
                        source.text(),
                        source.warnings(),
                        source.timeline(),
                        source.reach(),
                        source.course()),
                plan.grid(),
                plan.renditions(),
                plan.audio(),
                plan.texts(),
                plan.stills(),
                plan.damaged(),
                plan.encrypted());
    }

    private static AudioTrack audio(int index, int channels) {
        return new AudioTrack(index, "aac", channels, null, 48_000, null, null, AudioRole.PROGRAMME, index == 1);
    }

    private Piece piece(TaskKind kind, int ordinal, int failures) {
        Work work = Works.of(kind, ordinal, failures, VideoStatus.PROCESSING, folder);
        return Piece.of(work, PLAN, SETTINGS, INVOCATIONS);
    }

    @ParameterizedTest
    @CsvSource({
        "ENCODE_VIDEO, 0, ENCODE_VIDEO",
        "ENCODE_VIDEO, 1, ENCODE_AFTER_SEEK",
        "ENCODE_AUDIO, 0, ENCODE_AUDIO",
        "STILLS, 0, MAKE_STILLS",
        "SUBTITLES, 0, READ_SUBTITLES",
        "EARLY, 0, MAKE_EARLY"
    })
    void eachKindReadsTheSourceForAPurposeOfItsOwn(TaskKind kind, int ordinal, Purpose purpose) {
        assertThat(piece(kind, ordinal, 0).command(null)).satisfies(command -> {
            assertThat(command.purpose()).isEqualTo(purpose);
            assertThat(command.owner()).isEqualTo("v.task." + ordinal + ".1");
            assertThat(command.workDirectory()).isEqualTo(folder.resolve("out"));
            assertThat(command.inputs()).containsExactly(folder.resolve("in/source"));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"INSPECT", "PUBLISH"})
    void otherTasksMakeNoPiece(TaskKind kind) {
        assertThatThrownBy(() -> piece(kind, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"INSPECT", "PUBLISH", "ENCODE_AUDIO"})
    void onlyTheLoudnessOfAudioIsEverMeasured(TaskKind kind) {
        assertThat(piece(kind, 0, 0).measurement()).isNull();
    }

    @Test
    void audioThatIsMixedDownIsMeasuredFirst() {
        assertThat(piece(TaskKind.ENCODE_AUDIO, 0, 0).measurement()).isNull();
        assertThat(piece(TaskKind.ENCODE_AUDIO, 1, 0).measurement())
                .isNotNull()
                .satisfies(measurement -> assertThat(measurement.purpose()).isEqualTo(Purpose.MEASURE_LOUDNESS));
    }

    @Test
    void theShareOfAChunkIsCountedInItsFrames() {
        Progress half = new Progress(20, 0, 0, false);
        assertThat(piece(TaskKind.ENCODE_VIDEO, 0, 0).share(half)).isEqualTo(0.5);
        assertThat(piece(TaskKind.STILLS, 0, 0).share(half)).isZero();
    }

    @Test
    void aSegmentOfEachRenditionIsStoredWhileFfmpegWrites() throws IOException {
        Piece chunk = piece(TaskKind.ENCODE_VIDEO, 1, 2);
        chunk.command(null);
        assertThat(chunk.grows(false)).isFalse();
        write("180p", "segments.m3u8", 2, 2, false);
        write("90p", "segments.m3u8", 2, 1, false);

        assertThat(chunk.grows(false)).isTrue();
        List<StoredFile> first = chunk.batch();
        assertThat(first)
                .extracting(StoredFile::key)
                .containsExactly("videos/v/180p/00002-3.m4s", "videos/v/90p/00002-3.m4s");
        assertThat(chunk.isHeldUp()).isTrue();
        assertThat(chunk.batch()).as("again, for it has not arrived").isEqualTo(first);
        chunk.arrived(first);

        assertThat(chunk.isHeldUp()).isFalse();
        assertThat(chunk.grows(false)).isTrue();
        assertThat(chunk.batch()).extracting(StoredFile::key).containsExactly("videos/v/180p/00003-3.m4s");
        assertThat(chunk.grows(true)).as("after the end it waits for the check").isFalse();
    }

    /** All batches as they are stored, the playlist of each last. */
    private List<List<String>> follow(Piece early, boolean over) {
        List<List<String>> batches = new ArrayList<>();
        while (early.grows(over)) {
            List<StoredFile> batch = early.batch();
            batches.add(batch.stream()
                    .map(file -> file.key().replaceFirst("videos/v/early-1/", ""))
                    .toList());
            early.arrived(batch);
        }
        return batches;
    }

    @Test
    void anEarlyStreamBeginsWithOneSegmentAndGrowsByEverMore() throws IOException {
        Piece early = piece(TaskKind.EARLY, 0, 0);
        early.command(null);
        early(5, false, VIDEO, AUDIO);

        assertThat(follow(early, false))
                .containsExactly(
                        List.of("init-0.mp4", "00000.m4s", "index.m3u8"),
                        List.of("00001.m4s", "index.m3u8"),
                        List.of("00002.m4s", "00003.m4s", "index.m3u8"),
                        List.of("00004.m4s", "index.m3u8"));
        assertThat(shown()).doesNotContain("#EXT-X-ENDLIST");

        early(35, true, VIDEO, AUDIO);
        assertThat(follow(early, true)).extracting(List::size).containsExactly(6, 11, 16);
        assertThat(shown()).contains("00034.m4s").contains("#EXT-X-ENDLIST");
        early.check(DONE);
        assertThat(early.batch()).isEmpty();
        assertThat(early.result()).as("no part of what is published").isNull();
    }

    @Test
    void whatOfAnEarlyStreamHasNotArrivedIsStoredAfterItsEnd() throws IOException {
        Piece early = piece(TaskKind.EARLY, 0, 0);
        early.command(null);
        early(35, true, VIDEO, AUDIO);
        assertThat(early.grows(true)).isTrue();
        assertThat(early.batch()).hasSize(3);

        early.check(DONE);

        assertThat(early.batch())
                .extracting(file -> file.path().getFileName().toString())
                .hasSize(37)
                .startsWith("init-0.mp4", "00000.m4s")
                .endsWith("00034.m4s", "seen.m3u8");
        assertThat(shown()).contains("#EXT-X-ENDLIST");
    }

    @Test
    void anAttemptThatFailsLeavesAnEarlyStreamThatEnds() throws IOException {
        Piece early = piece(TaskKind.EARLY, 0, 0);
        early.command(null);
        early(2, false, VIDEO, AUDIO);
        assertThat(follow(early, true)).hasSize(2);
        assertThat(shown()).contains("00001.m4s").contains("#EXT-X-ENDLIST");
    }

    @Test
    void theNextAttemptEndsTheEarlyStreamOfAWorkerThatDied() throws IOException {
        EarlyPiece early = (EarlyPiece) piece(TaskKind.EARLY, 0, 1);
        early.command(null);
        assertThat(early.before()).containsExactly("early-1/index.m3u8");
        early.end("early-1/index.m3u8", "#EXTM3U\n");
        assertThat(early.grows(false))
                .as("before there is something else to watch")
                .isFalse();
        early(1, false, VIDEO, AUDIO);
        assertThat(early.grows(false)).isTrue();
        assertThat(early.batch())
                .filteredOn(file -> file.key().equals("videos/v/early-1/index.m3u8"))
                .singleElement()
                .satisfies(file -> assertThat(file.path()).content().endsWith("#EXT-X-ENDLIST\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        the audio is not there          | 1 tracks, planned 2              |
        the audio begins late           | the audio of segment 0 begins    | -itsoffset 0.05 -f lavfi -i sine=d=3.4
        the audio begins with a segment | segment 0 has 1 tracks of 2      | -itsoffset 1 -f lavfi -i sine=d=2.5
        """)
    void anEarlyStreamThatNoPlayerWouldBeginIsNotOffered(String fault, String words, @Nullable String audio)
            throws IOException {
        Piece early = piece(TaskKind.EARLY, 0, 0);
        early.command(null);
        early(35, true, VIDEO, audio == null ? "" : audio);
        assertThat(follow(early, true)).as(fault).isEmpty();
        assertThatThrownBy(() -> early.check(DONE)).isInstanceOf(Refused.class).hasMessageContaining(words);
    }

    @Test
    void anEarlyStreamThatLosesATrackEndsThere() throws IOException {
        Piece early = piece(TaskKind.EARLY, 0, 0);
        early.command(null);
        early(35, false, VIDEO, "-f lavfi -i sine=d=1");
        follow(early, false);
        assertThat(shown()).contains("00008.m4s").doesNotContain("00012.m4s").contains("#EXT-X-ENDLIST");
        assertThatThrownBy(() -> early.check(DONE)).hasMessageContaining("has 1 tracks of 2");
    }

    @Test
    void aPosterIsStoredOnceItIsChecked() {
        Piece poster = piece(TaskKind.STILLS, 0, 0);
        assertThat(poster.isGrowing()).isFalse();
        assertThatThrownBy(() -> poster.check(DONE)).hasMessageContaining("poster.jpg is missing");
        assertThatThrownBy(poster::result).isInstanceOf(IllegalStateException.class);
    }

    /** Real segments of three frames each, of which FFmpeg's playlist names the first ones. */
    private void early(int count, boolean ended, String... inputs) throws IOException {
        Path out = folder.resolve("out/early");
        if (!Files.exists(out.resolve("made.m3u8"))) {
            List<String> arguments =
                    new ArrayList<>(List.of(String.join(" ", inputs).strip().split("\\s+")));
            arguments.addAll(List.of("-g", "3", "-c:v", "libx264", "-bf", "0", "-c:a", "aac"));
            arguments.addAll(List.of("-max_interleave_delta", "0", "-avoid_negative_ts", "disabled"));
            arguments.addAll(List.of("-f", "hls", "-hls_time", "0.09", "-hls_playlist_type", "event"));
            arguments.addAll(List.of("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init-0.mp4"));
            arguments.addAll(List.of("-hls_segment_filename", "%05d.m4s", "made.m3u8"));
            Programs.ffmpeg(out, arguments).succeeded();
        }
        playlist(out.resolve("index.m3u8"), 0, count, ended);
    }

    private String shown() throws IOException {
        return Files.readString(folder.resolve("out/early/seen.m3u8"));
    }

    /** Segments, and the playlist that FFmpeg keeps beside them. */
    private void write(String name, String playlist, int first, int count, boolean ended) throws IOException {
        Path out = folder.resolve("out").resolve(name);
        for (int number = first; number < first + count; number++) {
            Files.writeString(out.resolve(segment(number)), "segment " + number);
        }
        playlist(out.resolve(playlist), first, count, ended);
    }

    private static void playlist(Path file, int first, int count, boolean ended) throws IOException {
        StringBuilder text = new StringBuilder("#EXTM3U\n");
        for (int number = first; number < first + count; number++) {
            text.append("#EXTINF:2.000,\n").append(segment(number)).append('\n');
        }
        Files.writeString(file, text + (ended ? "#EXT-X-ENDLIST\n" : ""));
    }

    private static String segment(int number) {
        return String.format(Locale.ROOT, "%05d.m4s", number);
    }
}
