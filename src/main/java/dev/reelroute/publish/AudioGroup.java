package dev.reelroute.publish;

import dev.reelroute.plan.Plan.AudioRendition;
import java.util.List;

/**
 * All audio tracks of the source in one encoding: a player chooses the group first, and the language within it. All
 * groups have the same members; where the encoding does not fit a track, the group has the track in the first encoding,
 * which fits all.
 *
 * @param id such as {@code aac-2}
 * @param members one for each track, in the source's order
 */
record AudioGroup(String id, List<AudioRendition> members) {

    static List<AudioGroup> of(List<AudioRendition> renditions) {
        List<Integer> tracks =
                renditions.stream().map(AudioRendition::track).distinct().toList();
        return renditions.stream()
                .map(AudioRendition::group)
                .distinct()
                .map(id -> new AudioGroup(
                        id,
                        tracks.stream()
                                .map(track -> member(id, track, renditions))
                                .toList()))
                .toList();
    }

    private static AudioRendition member(String id, int track, List<AudioRendition> renditions) {
        List<AudioRendition> ofTrack = renditions.stream()
                .filter(rendition -> rendition.track() == track)
                .toList();
        return ofTrack.stream()
                .filter(rendition -> rendition.group().equals(id))
                .findFirst()
                .orElse(ofTrack.get(0));
    }
}
