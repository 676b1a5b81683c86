package dev.reelroute.check;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of the files that an encoding task leaves in its work directory. */
final class TrackFiles {

    private TrackFiles() {}

    static String init(String rendition) {
        return rendition + "/init.mp4";
    }

    static String segment(String rendition, long number) {
        return String.format(Locale.ROOT, "%s/%05d.m4s", rendition, number);
    }

    /** The init segment and the segments from one number to another, both included. */
    static List<String> of(EncodedTrack track, long from, long to) {
        List<String> files = new ArrayList<>(List.of(init(track.rendition())));
        for (Segment segment : track.segments()) {
            if (segment.number() >= from && segment.number() <= to) {
                files.add(segment(track.rendition(), segment.number()));
            }
        }
        return files;
    }
}
