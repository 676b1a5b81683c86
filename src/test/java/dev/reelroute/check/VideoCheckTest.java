package dev.reelroute.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.encode.EncodedTrack.Segment;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.plan.Plan;
import dev.reelroute.publish.ObjectTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VideoCheckTest {

    private static SampleVideo video;
    private static List<EncodedTrack> pieces;

    private final VideoCheck check = new VideoCheck();
    private final Plan plan = SampleVideo.plan();

    @BeforeAll
    static void encode(@TempDir Path folder) {
        video = SampleVideo.make(folder);
        pieces = video.pieces();
    }

    @Test
    void piecesBecomeOneTrackPerRenditionWhateverTheirOrder() {
        List<EncodedTrack> shuffled = new ArrayList<>(pieces);
        Collections.reverse(shuffled);

        List<EncodedTrack> merged = check.whole(plan, shuffled);

        assertThat(merged).extracting(EncodedTrack::rendition).containsExactly("180p", "90p", "audio-0", "audio-1");
        assertThat(merged.get(0).frames()).isEqualTo(SampleVideo.FRAMES);
        assertThat(merged.get(0).segments()).extracting(Segment::number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a chunk is missing", "180p segment 00002 is missing", list -> without(list, "180p", 2)),
                fault("the first chunk is missing", "90p segment 00000 is missing", list -> without(list, "90p", 0)),
                fault(
                        "the last chunk is missing",
                        "180p has 80 frames, planned 105",
                        list -> without(without(list, "180p", 4), "90p", 4)),
                fault(
                        "the last chunk of one rendition is missing",
                        "90p has 80 frames, 180p 105",
                        list -> without(list, "90p", 4)),
                fault(
                        "a rendition is missing",
                        "90p is missing",
                        list -> without(without(without(list, "90p", 0), "90p", 2), "90p", 4)),
                fault("the sound is missing", "audio-1 is missing", list -> without(list, "audio-1", 0)),
                fault("a chunk is there twice", "90p segment 00002 is there twice", list -> {
                    List<EncodedTrack> more = new ArrayList<>(list);
                    list.stream().filter(p -> is(p, "90p", 2)).forEach(more::add);
                    return more;
                }),
                fault(
                        "two chunks are swapped",
                        "180p segment 00002",
                        list -> each(list, "180p", 2, piece -> {
                            List<Segment> segments = new ArrayList<>(piece.segments());
                            Collections.reverse(segments);
                            return with(piece, piece.initSha256(), piece.frames(), segments);
                        })),
                fault(
                        "a chunk needs another init segment",
                        "90p segment 00002 needs another init segment",
                        list -> each(list, "90p", 2, p -> with(p, "0".repeat(64), p.frames(), p.segments()))),
                fault(
                        "a segment begins late",
                        "180p segment 00002 starts at tick 40041 instead of 40040",
                        list -> each(
                                list,
                                "180p",
                                2,
                                p -> with(
                                        p,
                                        p.initSha256(),
                                        p.frames(),
                                        List.of(
                                                moved(p.segments().get(0), 1, 0),
                                                p.segments().get(1))))),
                fault(
                        "a rendition is cut elsewhere",
                        "90p segment 00002 is not frames 40 to 59 of the grid",
                        list -> each(
                                list,
                                "90p",
                                2,
                                p -> with(
                                        p,
                                        p.initSha256(),
                                        p.frames(),
                                        List.of(
                                                moved(p.segments().get(0), 0, 1001),
                                                moved(p.segments().get(1), 1001, -1001))))),
                fault(
                        "the sound ends early",
                        "audio-0 ends",
                        list -> each(
                                list,
                                "audio-0",
                                0,
                                p -> with(
                                        p,
                                        p.initSha256(),
                                        p.frames(),
                                        p.segments().subList(0, p.segments().size() - 1)))),
                fault(
                        "the sound ends late",
                        "audio-0 ends",
                        list -> each(list, "audio-0", 0, p -> {
                            List<Segment> segments = new ArrayList<>(p.segments());
                            segments.set(segments.size() - 1, moved(segments.get(segments.size() - 1), 0, 9600));
                            return with(p, p.initSha256(), p.frames(), segments);
                        })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aPlantedFaultIsNamed(String name, String expected, UnaryOperator<List<EncodedTrack>> fault) {
        check.whole(plan, pieces);

        assertThatThrownBy(() -> check.whole(plan, fault.apply(pieces)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(expected)
                .extracting(thrown -> ((Refused) thrown).code())
                .isEqualTo(FailureCode.OUTPUT_CHECK_FAILED);
    }

    @Test
    void whatIsThereSoFarIsTheRunFromTheStart() {
        List<EncodedTrack> sofar = check.soFar(plan, without(without(pieces, "180p", 2), "90p", 0));

        assertThat(sofar).extracting(EncodedTrack::rendition).containsExactly("180p", "audio-0", "audio-1");
        assertThat(sofar.get(0).segments()).extracting(Segment::number).containsExactly(0L, 1L);
        assertThat(check.soFar(plan, List.of())).isEmpty();
    }

    @Test
    void everythingThatIsNamedMustBeStored(@TempDir Path store) throws IOException {
        video.upload(store);
        Map<String, StoredObject> listing = new HashMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = store.relativize(file).toString().replace('\\', '/');
                listing.put(key, new StoredObject(Files.size(file), ObjectTypes.of(key)));
            }
        }
        listing.put("poster.jpg", new StoredObject(1000, null));
        List<EncodedTrack> merged = check.whole(plan, pieces);
        List<String> others = List.of("poster.jpg");
        String segment = merged.get(1).segments().get(3).key();
        String init = merged.get(2).init();

        assertThatCode(() -> check.stored(merged, others, listing)).doesNotThrowAnyException();
        assertStoredFails(merged, others, listing, segment, null, "90p/00003-1.m4s is missing");
        assertStoredFails(merged, others, listing, segment, new StoredObject(9, null), "90p/00003-1.m4s has 9 bytes");
        assertStoredFails(merged, others, listing, init, null, init + " is missing");
        assertStoredFails(merged, others, listing, init, new StoredObject(0, null), init + " has 0 bytes");
        assertStoredFails(merged, others, listing, "poster.jpg", null, "poster.jpg is missing");
        assertStoredFails(merged, others, listing, "poster.jpg", new StoredObject(0, null), "poster.jpg has 0 bytes");
        assertStoredFails(
                merged,
                others,
                listing,
                segment,
                new StoredObject(merged.get(1).segments().get(3).bytes(), "application/octet-stream"),
                "is stored as application/octet-stream instead of video/iso.segment");
    }

    private void assertStoredFails(
            List<EncodedTrack> merged,
            List<String> others,
            Map<String, StoredObject> listing,
            String key,
            StoredObject object,
            String expected) {
        Map<String, StoredObject> faulty = new HashMap<>(listing);
        faulty.put(key, object);
        faulty.values().removeIf(value -> value == null);
        assertThatThrownBy(() -> check.stored(merged, others, faulty))
                .isInstanceOf(Setback.class)
                .hasMessageContaining(expected);
    }

    private static Arguments fault(String name, String expected, UnaryOperator<List<EncodedTrack>> fault) {
        return Arguments.of(name, expected, fault);
    }

    private static boolean is(EncodedTrack piece, String rendition, long firstSegment) {
        return piece.rendition().equals(rendition) && piece.segments().get(0).number() == firstSegment;
    }

    private static List<EncodedTrack> without(List<EncodedTrack> list, String rendition, long firstSegment) {
        return list.stream()
                .filter(piece -> !is(piece, rendition, firstSegment))
                .toList();
    }

    private static List<EncodedTrack> each(
            List<EncodedTrack> list, String rendition, long firstSegment, UnaryOperator<EncodedTrack> change) {
        return list.stream()
                .map(piece -> is(piece, rendition, firstSegment) ? change.apply(piece) : piece)
                .toList();
    }

    private static EncodedTrack with(EncodedTrack piece, String sha256, long frames, List<Segment> segments) {
        return new EncodedTrack(
                piece.rendition(),
                piece.init(),
                sha256,
                piece.initBytes(),
                piece.codecs(),
                piece.timescale(),
                piece.priming(),
                frames,
                segments);
    }

    private static Segment moved(Segment segment, long later, long longer) {
        return new Segment(
                segment.number(), segment.key(), segment.bytes(), segment.start() + later, segment.duration() + longer);
    }
}
