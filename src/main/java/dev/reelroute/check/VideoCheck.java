package dev.reelroute.check;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.MadeObject;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.media.Rational;
import dev.reelroute.media.StoredObject;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a video together, and checks that they fit. {@link ChunkInspector} has read what the pieces say of
 * themselves from their own boxes.
 */
public final class VideoCheck {

    /** Audio is cut and padded to the planned end; the encoder's last frame and one more may go beyond it. */
    private static final double AUDIO_END_SECONDS = 0.1;

    /**
     * One track per rendition: video in the plan's order, then audio.
     *
     * @param pieces results of all encoding tasks, in any order
     * @throws WrongPiece with the rendition, the segment and what differed
     */
    public List<EncodedTrack> whole(Plan plan, Collection<EncodedTrack> pieces) {
        Grid grid = plan.grid();
        List<EncodedTrack> merged = new ArrayList<>();
        for (Rendition rendition : plan.renditions()) {
            EncodedTrack track = merge(rendition.name(), pieces);
            aligned(grid, track);
            if (!merged.isEmpty() && merged.get(0).frames() != track.frames()) {
                throw atEnd(
                        track,
                        " has " + track.frames() + " frames, " + merged.get(0).rendition() + " "
                                + merged.get(0).frames());
            }
            if (!EndTolerance.isEnd(grid, track.frames())) {
                throw atEnd(track, " has " + track.frames() + " frames, planned " + grid.frames());
            }
            merged.add(track);
        }
        for (AudioRendition audio : plan.audio()) {
            EncodedTrack track = merge(audio.name(), pieces);
            double off = end(track) - grid.duration();
            if (Math.abs(off) > AUDIO_END_SECONDS) {
                throw atEnd(
                        track,
                        String.format(
                                Locale.ROOT,
                                " ends %.3f s %s the planned end",
                                Math.abs(off),
                                off < 0 ? "before" : "after"));
            }
            merged.add(track);
        }
        return merged;
    }

    /**
     * Checks that every object is there, is the one that was made, and will be served with the right type. Objects that
     * were uploaded in parts, or are encrypted with a key of KMS, have an ETag that proves nothing: only their size is
     * compared.
     *
     * @param expected all that belongs to the video
     * @param listing what the store has, by key relative to the video's prefix
     * @return what is wrong, empty when nothing is
     */
    public List<Fault> stored(Collection<MadeObject> expected, Map<String, StoredObject> listing) {
        List<Fault> faults = new ArrayList<>();
        for (MadeObject object : expected) {
            String wrong = wrong(object, listing.get(object.key()));
            if (wrong != null) {
                faults.add(new Fault(object.key(), wrong));
            }
        }
        return faults;
    }

    private static @Nullable String wrong(MadeObject made, @Nullable StoredObject stored) {
        String type = ObjectTypes.of(made.key());
        String cache = ObjectTypes.cacheControl(made.key());
        if (stored == null) {
            return "is missing";
        }
        if (stored.bytes() != made.bytes()) {
            return "has " + stored.bytes() + " bytes instead of " + made.bytes();
        }
        if (made.digest().isContradictedBy(stored.etag())) {
            return "is another object than was made: its MD5 is " + stored.etag() + " instead of "
                    + made.digest().hex();
        }
        if (stored.contentType() != null && !stored.contentType().equals(type)) {
            return "is stored as " + stored.contentType() + " instead of " + type;
        }
        if (stored.cacheControl() != null && !stored.cacheControl().equals(cache)) {
            return "is stored to be kept as \"" + stored.cacheControl() + "\" instead of \"" + cache + "\"";
        }
        return null;
    }

    private static EncodedTrack merge(String name, Collection<EncodedTrack> pieces) {
        @Nullable EncodedTrack track = null;
        for (EncodedTrack piece : inOrder(name, pieces)) {
            track = track == null ? piece : append(track, piece);
        }
        if (track == null) {
            throw differs(name, 0, name + " is missing");
        }
        long number = 0;
        long next = 0;
        for (Segment segment : track.segments()) {
            if (segment.number() != number) {
                long wrong = Math.min(number, segment.number());
                throw differs(
                        name,
                        wrong,
                        segment(name, wrong) + (segment.number() < number ? " is there twice" : " is missing"));
            }
            if (segment.start() != next) {
                throw differs(
                        name,
                        number,
                        segment(name, number) + " starts at tick " + segment.start() + " instead of " + next);
            }
            number++;
            next += segment.duration();
        }
        return track;
    }

    private static EncodedTrack append(EncodedTrack track, EncodedTrack piece) {
        if (!piece.initSha256().equals(track.initSha256())) {
            throw differs(
                    piece.rendition(),
                    first(piece),
                    segment(track.rendition(), first(piece)) + " needs another init segment than those before: "
                            + piece.init() + " instead of " + track.init());
        }
        List<Segment> segments = new ArrayList<>(track.segments());
        segments.addAll(piece.segments());
        return new EncodedTrack(
                track.rendition(),
                track.init(),
                track.initSha256(),
                track.initBytes(),
                track.codecs(),
                track.timescale(),
                track.priming(),
                track.frames() + piece.frames(),
                List.copyOf(segments));
    }

    /** Every segment must be on the grid, so that a player may switch between any two renditions at every segment. */
    private static void aligned(Grid grid, EncodedTrack track) {
        Rational rate = grid.frameRate();
        List<Segment> segments = track.segments();
        for (Segment segment : segments) {
            long frame = segment.number() * grid.segmentFrames();
            boolean last = segment.equals(segments.get(segments.size() - 1));
            long frames = last ? track.frames() - frame : grid.segmentFrames();
            if (segment.start() * rate.num() != frame * rate.den() * track.timescale()
                    || segment.duration() * rate.num() != frames * rate.den() * track.timescale()) {
                throw differs(
                        track.rendition(),
                        segment.number(),
                        segment(track.rendition(), segment.number()) + " is not frames " + frame + " to "
                                + (frame + frames - 1) + " of the grid: it starts at tick " + segment.start()
                                + " and lasts "
                                + segment.duration() + " of " + track.timescale() + " a second");
            }
        }
    }

    /** Seconds at which the track ends. */
    private static double end(EncodedTrack track) {
        Segment last = track.segments().get(track.segments().size() - 1);
        return (double) (last.start() + last.duration() - track.priming()) / track.timescale();
    }

    private static List<EncodedTrack> inOrder(String name, Collection<EncodedTrack> pieces) {
        return pieces.stream()
                .filter(piece ->
                        piece.rendition().equals(name) && !piece.segments().isEmpty())
                .sorted(Comparator.comparingLong(VideoCheck::first))
                .toList();
    }

    private static long first(EncodedTrack piece) {
        return piece.segments().get(0).number();
    }

    private static String segment(String rendition, long number) {
        return String.format(Locale.ROOT, "%s segment %05d", rendition, number);
    }

    private static WrongPiece atEnd(EncodedTrack track, String what) {
        Segment last = track.segments().get(track.segments().size() - 1);
        return differs(track.rendition(), last.number(), track.rendition() + what);
    }

    private static WrongPiece differs(String rendition, long segment, String what) {
        return new WrongPiece(rendition, segment, what + ".");
    }
}
