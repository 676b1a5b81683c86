package dev.reelroute.inspect;

import dev.reelroute.inspect.SourceInfo.Chapter;
import dev.reelroute.inspect.SourceInfo.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is in a file beside video and audio: chapters, data, attachments. A video never fails because of it; what cannot
 * be used is left out, and a warning says so.
 */
final class Aside {

    /**
     * Data that no player shows, by the four characters or by FFmpeg's name: a viewer misses nothing. What cameras and drones
     * write about themselves (Apple, GoPro, Sony, Google's camera motion, DJI, NMEA, dashboard cameras, military), time
     * codes, chapters (they are read), hints for servers, marks of broadcasters.
     */
    private static final Set<String> NOT_MISSED = Set.of(
            "mebx",
            "gpmd",
            "fdsc",
            "rtmd",
            "camm",
            "djmd",
            "dbgi",
            "nmea",
            "gps ",
            "gps0",
            "klv",
            "smpte_klv",
            "tmcd",
            "text",
            "rtp ",
            "scte_35",
            "timed_id3",
            "epg",
            "dvd_nav_packet",
            "smpte_2038");

    private Aside() {}

    /**
     * Chapters as they can be shown: in the order of their times, each up to the next one, within the video.
     *
     * @param startMicros of the video, on the container's clock
     * @param seconds that the video lasts
     */
    static List<Chapter> chapters(List<Chapter> all, long startMicros, double seconds) {
        long end = startMicros + Math.round(seconds * 1e6);
        List<Chapter> sorted = all.stream()
                .filter(chapter -> chapter.startMicros() < end)
                .sorted(Comparator.comparingLong(Chapter::startMicros))
                .toList();
        List<Chapter> usable = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Chapter chapter = sorted.get(i);
            long next = i + 1 < sorted.size() ? sorted.get(i + 1).startMicros() : end;
            long own = chapter.endMicros() > chapter.startMicros() ? chapter.endMicros() : next;
            long until = Math.min(Math.min(own, next), end);
            if (until > Math.max(chapter.startMicros(), startMicros)) {
                usable.add(new Chapter(chapter.startMicros(), until, chapter.title()));
            }
        }
        return List.copyOf(usable);
    }

    static List<Warning> warnings(FileReport report, SourceInfo.Text used) {
        List<Warning> warnings = new ArrayList<>();
        int left = report.chapters().size() - used.chapters().size();
        if (left > 0) {
            warnings.add(new Warning(
                    "CHAPTERS_SKIPPED",
                    left + " of " + report.chapters().size() + " chapters begin where the video has no time for them;"
                            + " they are left out."));
        }
        report.tracks().stream()
                .filter(track -> track.kind().equals("data")
                        && !NOT_MISSED.contains(track.tag())
                        && !NOT_MISSED.contains(track.codec()))
                .forEach(track -> warnings.add(new Warning(
                        "DATA_TRACK_SKIPPED",
                        "Data track " + track.index() + " (" + track.name() + ") cannot be shown; it is left out.")));
        List<FileReport.Track> attached = report.tracks().stream()
                .filter(track -> track.kind().equals("attachment"))
                .toList();
        if (!attached.isEmpty()) {
            warnings.add(new Warning(
                    "ATTACHMENTS_SKIPPED",
                    "Files are attached ("
                            + attached.stream()
                                    .map(FileReport.Track::name)
                                    .distinct()
                                    .collect(Collectors.joining(", "))
                            + "); they are left out."));
        }
        return warnings;
    }
}
