package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each frame that was shot bears its number as a bar code: all of them are seen, in their order, in what is published and in
 * the early stream, with the real FFmpeg.
 */
class CadenceTest {

    private static final int BITS = 8;

    /** Film on the times of 2:3 pulldown. */
    private static final String PULLDOWN = times("floor((ld(0)*5+1)/2)");

    /** The same, but for the frames from 30 to 59: they were shot on video. */
    private static final String MIXED =
            times("if(lt(ld(0),30),floor((ld(0)*5+1)/2),if(lt(ld(0),60),15+ld(0)*2,135+floor(((ld(0)-60)*5+1)/2)))");

    @TempDir
    Path folder;

    private Clips clips;

    @BeforeEach
    void clips() {
        clips = new Clips(folder);
    }

    static Stream<Arguments> sources() {
        String film = "24000/1001";
        return Stream.of(
                source("2:3 in MPEG-TS", "a.ts", film, 72, "-c:v libx264", PULLDOWN, film, 1, 1),
                source("2:3 in MP4", "a.mp4", film, 120, "-c:v libx264", PULLDOWN, film, 1, 1),
                source("2:3 in milliseconds", "a.mkv", film, 120, "-c:v libx264", PULLDOWN, film, 1, 1),
                source(
                        "2:3 that ends with a short step",
                        "a.mkv",
                        film,
                        60,
                        "-c:v libx264",
                        times("floor(ld(0)*5/2)"),
                        film,
                        1,
                        1),
                source("2:3 on DVD", "a.vob", film, 72, "-c:v mpeg2video -q:v 3", PULLDOWN, film, 1, 1),
                source(
                        "30 with each fifth frame left out",
                        "a.mkv",
                        "24",
                        120,
                        "-c:v libx264",
                        "setts=pts='st(0,round(PTS*TB*24));(ld(0)+floor(ld(0)/4))/30/TB':dts='DTS-0.6/TB'",
                        "24/1",
                        1,
                        1),
                source("film and video", "a.mkv", film, 90, "-c:v libx264", MIXED, "30000/1001", 1, 2),
                source("film and video on DVD", "a.vob", film, 90, "-c:v mpeg2video -q:v 3", MIXED, "30000/1001", 1, 2),
                source(
                        "times on some packets only",
                        "a.vob",
                        "25",
                        60,
                        "-c:v mpeg2video -q:v 3 -bf 2",
                        "setts=pts='if(mod(N,10),NOPTS,PTS)'",
                        "25/1",
                        1,
                        1),
                source(
                        "times that are those of the frames behind",
                        "a.vob",
                        "25",
                        60,
                        "-c:v mpeg2video -q:v 3",
                        "setts=pts='if(mod(N,4),NOPTS,PTS+eq(N,24)*0.039/TB)':dts='DTS+eq(N,24)*0.039/TB'",
                        "25/1",
                        1,
                        1),
                source(
                        "telecined to fields",
                        "a.mkv",
                        film,
                        72,
                        "-vf telecine,setfield=tff -c:v libx264 -flags +ilme+ildct",
                        "null",
                        "30000/1001",
                        1,
                        2),
                source("25 in 50", "a.mp4", "25", 50, "-vf fps=50 -c:v libx264", "null", "50/1", 2, 2),
                source("12 in 24", "a.mkv", "12", 36, "-vf fps=24 -c:v libx264", "null", "24/1", 2, 2),
                source("3:2 in 60", "a.mp4", film, 60, "-vf fps=60000/1001 -c:v libx264", "null", "60000/1001", 2, 3));
    }

    /** @param fields expression of the field at which frame {@code ld(0)} is shown */
    private static String times(String fields) {
        return "setts=pts='st(0,round(PTS*TB*24000/1001));" + fields + "*1001/60000/TB':dts='DTS-0.6/TB'";
    }

    private static Arguments source(
            String label,
            String name,
            String rate,
            int frames,
            String options,
            String times,
            String grid,
            int least,
            int most) {
        return Arguments.of(label, name, rate, frames, options, times, grid, least, most);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void everyFrameThatWasShotIsShown(
            String label,
            String name,
            String rate,
            int frames,
            String options,
            String times,
            String grid,
            int least,
            int most) {
        Path shot = numbered("shot." + (name.endsWith("vob") ? "ts" : "mkv"), rate, frames, options);
        Path source = clips.from(name, List.of("-i", shot.toString()), "-c", "copy", "-bsf:v", times);
        assertAllShown(source, grid, frames, least, most);
    }

    /** In the container, packets of I and P frames have no time of their own, as on many a DVD. */
    @ParameterizedTest
    @ValueSource(strings = {"vob", "mpg", "mkv", "ts"})
    void fieldsThatFlagsRepeat(String container) throws IOException {
        Path film = numbered("film.m2v", "24000/1001", 90, "-c:v mpeg2video -q:v 3 -bf 2");
        byte[] video = Files.readAllBytes(film);
        RepeatedFields.write(video);
        Path soft = Files.write(folder.resolve("soft.m2v"), video);
        boolean dated = List.of("mkv", "ts").contains(container);
        Path source = clips.from(
                "a." + container,
                dated ? List.of("-fflags", "+genpts", "-i", soft.toString()) : List.of("-i", soft.toString()),
                "-c",
                "copy");
        assertAllShown(source, "24000/1001", 90, 1, 1);
    }

    /** FFmpeg's filter gives no place to what ends before the middle of one; many a recorder writes so, and whoever picks slides out. */
    @ParameterizedTest
    @CsvSource({
        "a.mp4, 25, 50, 0.004, 0, 1",
        "a.mp4, 12, 30, 0.03, 0, 1",
        "a.mp4, 5, 15, 0.06, 0, 1",
        "a.mkv, 25, 50, 0.004, 0, 1",
        "a.mp4, 1/2, 5, 0.04, 0, 10",
        "a.mp4, 1/2, 8, 0.04, 2, 10",
        "a.webm, 1/2, 5, 0.04, 0, 10"
    })
    void theLastFrameIsShownHoweverShortItClaimsToBe(
            String name, String rate, int frames, double last, int reordered, int places) {
        String codec = name.endsWith("webm") ? "libvpx" : "libx264 -b_strategy 0 -bf " + reordered;
        Path shot = numbered("shot.mkv", rate, frames, "-c:v " + codec);
        String duration = "if(eq(N," + (frames - 1) + ")," + last + "/TB,DURATION)";
        Path source = clips.from(
                name,
                List.of("-i", shot.toString()),
                "-c",
                "copy",
                "-bsf:v",
                "setts=pts=PTS:dts=DTS:duration='" + duration + "'");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(TimelineTest.profile(120));
        assertThat(plan.grid().frames()).isEqualTo((long) frames * places);
        assertThat(plan.source().duration())
                .isCloseTo(
                        plan.grid().duration(), within(plan.grid().frameRate().seconds(1)));
        pipeline.chunks(plan);
        Path published = pipeline.joined(plan.renditions().get(0).name());
        assertThat(assertShown(published, frames, places, places)).hasSize(frames * places);
        Path early = pipeline.early(plan);
        assertThat(assertShown(early, frames, places, places)).hasSize(frames * places);
    }

    private Path numbered(String name, String rate, int frames, String options) {
        String bars = IntStream.range(0, BITS)
                .mapToObj(bit -> "drawbox=x=" + 8 * bit + ":y=0:w=8:h=16:c=white:t=fill:enable='mod(floor(n/"
                        + (1 << bit) + ")\\,2)'")
                .collect(Collectors.joining(","));
        List<String> all = new ArrayList<>(List.of("-g", "12", "-pix_fmt", "yuv420p", "-frames:v"));
        all.add(Integer.toString(options.startsWith("-vf") ? 10_000 : frames));
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        String filters = "";
        if (words.get(0).equals("-vf")) {
            words.remove(0);
            filters = "," + words.remove(0);
        }
        all.addAll(words);
        return clips.make(
                name,
                "testsrc2=s=160x120:r=" + rate + ",trim=end_frame=" + frames + ",drawbox=w=64:h=16:c=black:t=fill,"
                        + bars + filters,
                all.toArray(String[]::new));
    }

    private void assertAllShown(Path source, String grid, int frames, int least, int most) {
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(TimelineTest.profile(120));
        assertThat(plan.grid().frameRate()).hasToString(grid);
        assertThat(plan.source().warnings()).extracting(Warning::code).isEmpty();
        pipeline.chunks(plan);
        assertShown(pipeline.joined(plan.renditions().get(0).name()), frames, least, most);
        assertShown(pipeline.early(plan), frames, least, most);
    }

    /** @return the numbers of its frames */
    private List<Integer> assertShown(Path video, int frames, int least, int most) {
        List<Integer> numbers = numbers(video);
        assertThat(numbers.stream().distinct()).as(numbers.toString()).containsExactlyElementsOf(range(frames));
        assertThat(numbers).isSorted();
        for (int number = 0; number < frames - 1; number++) {
            int each = number;
            assertThat(numbers.stream().filter(shown -> shown == each).count())
                    .as("times that frame " + each + " is shown of " + numbers)
                    .isBetween((long) least, (long) most);
        }
        return numbers;
    }

    private static List<Integer> range(int frames) {
        return IntStream.range(0, frames).boxed().toList();
    }

    /** The numbers that the frames bear. */
    private List<Integer> numbers(Path video) {
        Path raw = folder.resolve("numbers.raw");
        Programs.ffmpeg(
                        folder,
                        List.of(
                                "-y",
                                "-i",
                                video.toString(),
                                "-fps_mode",
                                "passthrough",
                                "-vf",
                                "crop=iw*2/5:ih/15:0:ih/30,scale=" + BITS + ":1:flags=area,format=gray",
                                "-f",
                                "rawvideo",
                                raw.toString()))
                .succeeded();
        try {
            byte[] pixels = Files.readAllBytes(raw);
            List<Integer> numbers = new ArrayList<>();
            for (int at = 0; at < pixels.length; at += BITS) {
                int number = 0;
                for (int bit = 0; bit < BITS; bit++) {
                    number |= (pixels[at + bit] & 0xFF) > 127 ? 1 << bit : 0;
                }
                numbers.add(number);
            }
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
