package dev.reelroute.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.media.Digest;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.MadeObject;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.media.StoredObject;
import dev.reelroute.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                fault("the audio is missing", "audio-1 is missing", list -> without(list, "audio-1", 0)),
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
                        "the audio ends early",
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
                        "the audio ends late",
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
                .isInstanceOf(WrongPiece.class)
                .hasMessageContaining(expected);
    }

    @Test
    void everythingThatWasMadeMustBeStored() {
        Digest digest = new Digest("0123456789abcdef0123456789abcdef");
        MadeObject segment = new MadeObject("90p/00003-1.m4s", 1000, digest);
        MadeObject poster = new MadeObject("poster.jpg", 50, digest);
        StoredObject right = new StoredObject(1000, digest.hex(), null, null);
        Map<String, StoredObject> listing = new HashMap<>();
        listing.put(
                "poster.jpg", new StoredObject(50, digest.hex(), "image/jpeg", ObjectTypes.cacheControl("poster.jpg")));

        assertThat(faultsOf(segment, poster, listing, right)).isEmpty();
        assertThat(faultsOf(segment, poster, listing, new StoredObject(1000, digest.hex() + "-2", null, null)))
                .as("an ETag of parts proves nothing")
                .isEmpty();
        assertThat(faultsOf(segment, poster, listing, new StoredObject(1000, null, null, null)))
                .isEmpty();
        assertThat(faultsOf(segment, poster, listing, null))
                .containsExactly(new Fault("90p/00003-1.m4s", "is missing"));
        assertThat(faultsOf(segment, poster, listing, new StoredObject(9, digest.hex(), null, null)))
                .containsExactly(new Fault("90p/00003-1.m4s", "has 9 bytes instead of 1000"));
        assertThat(faultsOf(segment, poster, listing, new StoredObject(1000, "f".repeat(32), null, null)))
                .singleElement()
                .asString()
                .contains("is another object than was made");
        assertThat(faultsOf(segment, poster, listing, new StoredObject(1000, null, "application/octet-stream", null)))
                .singleElement()
                .asString()
                .contains("is stored as application/octet-stream instead of video/iso.segment");
        assertThat(faultsOf(segment, poster, listing, new StoredObject(1000, null, null, "no-store")))
                .singleElement()
                .asString()
                .contains("no-store");
    }

    private List<Fault> faultsOf(
            MadeObject segment, MadeObject poster, Map<String, StoredObject> others, @Nullable StoredObject object) {
        Map<String, StoredObject> listing = new HashMap<>(others);
        if (object != null) {
            listing.put(segment.key(), object);
        }
        return check.stored(List.of(segment, poster), listing);
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
