package dev.reelroute.media.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison that cannot fail proves nothing: what the suite must see is planted here. */
class LikenessTest {

    private static final String TRUTH = "-f lavfi -i {pattern 320x180 25 1}";

    @TempDir
    Path folder;

    @Test
    void theSameFramesAreLikeThemselves() {
        assertThat(worst("null")).isGreaterThan(Likeness.SAME + 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hflip",
                "vflip",
                "hflip,vflip",
                "crop=300:180,scale=320:180",
                "tpad=start=1",
                "trim=start_frame=1,setpts=PTS-STARTPTS",
                "trim=end_frame=24",
                "scale=out_color_matrix=bt601,setparams=colorspace=bt709",
                "scale=out_range=pc,setparams=range=tv",
                "format=gray",
            })
    void aFaultIsSeen(String fault) {
        assertThat(worst(fault)).isLessThan(Likeness.SAME - 3);
    }

    private double worst(String filter) {
        List<String> make = new ArrayList<>(Workshop.words(TRUTH));
        make.addAll(List.of("-vf", "scale=out_color_matrix=bt709:out_range=tv," + filter));
        make.addAll(Workshop.words("{h264} made.mp4"));
        Programs.ffmpeg(folder, make).succeeded();
        return Collections.min(Likeness.of(folder, Workshop.words(TRUTH), "made.mp4", "320x180", "25/1"));
    }
}
