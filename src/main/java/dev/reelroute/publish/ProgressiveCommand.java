package dev.reelroute.publish;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The progressive MP4: the top H.264 rendition and the default audio, copied, with the index at the beginning. */
public final class ProgressiveCommand {

    /** Key of the result relative to the video's prefix, and its name in the work directory. */
    public static final String OUTPUT = "video.mp4";

    /** @param tracks one for each rendition of the plan, whole */
    public Remux remux(Plan plan, List<EncodedTrack> tracks) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-v", "level+warning", "-nostdin", "-y"));

        input(arguments, files, track(tracks, plan.renditions().get(0).name()));
        // The first encoding of the default track, which all players can play, comes before its other encodings.
        Optional<AudioRendition> defaultAudio =
                plan.audio().stream().filter(AudioRendition::isDefault).findFirst();
        defaultAudio.ifPresent(audio -> input(arguments, files, track(tracks, audio.name())));

        arguments.addAll(List.of("-map", "0:v:0"));
        if (defaultAudio.isPresent()) {
            arguments.addAll(List.of("-map", "1:a:0"));
            arguments.add("-metadata:s:a:0");
            arguments.add("language=" + Labels.iso639(defaultAudio.get().language()));
        }
        arguments.addAll(List.of("-map_metadata", "-1", "-c", "copy", "-movflags", "+faststart", "-f", "mp4"));
        arguments.addAll(List.of("-progress", "pipe:1", "-nostats", OUTPUT));
        return new Remux(files, arguments);
    }

    private static void input(List<String> arguments, Map<String, List<String>> files, EncodedTrack track) {
        files.put(file(track), pieces(track));
        arguments.addAll(FragmentedFile.input(file(track)));
    }

    static String file(EncodedTrack track) {
        return track.rendition() + ".whole";
    }

    static List<String> pieces(EncodedTrack track) {
        return Stream.concat(Stream.of(track.init()), track.segments().stream().map(EncodedTrack.Segment::key))
                .toList();
    }

    static EncodedTrack track(List<EncodedTrack> tracks, String rendition) {
        return tracks.stream()
                .filter(track -> track.rendition().equals(rendition))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No track for " + rendition));
    }
}
