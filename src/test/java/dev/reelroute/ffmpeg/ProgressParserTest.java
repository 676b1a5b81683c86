package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressParserTest {

    @Test
    void keepsWhatItKnewWhereAValueIsNotAvailable() {
        List<Progress> heard = new ArrayList<>();
        ProgressParser parser = new ProgressParser(heard::add);

        """
        frame=0
        out_time_us=N/A
        out_time_ms=N/A
        speed=N/A
        progress=continue
        frame=12
        out_time_us=480000
        speed= 1.5x
        progress=continue
        nonsense
        out_time_us=N/A
        speed=2.31e+03x
        progress=end
        """.lines().forEach(parser);

        assertThat(heard)
                .containsExactly(
                        new Progress(0, -1, 0, false),
                        new Progress(12, 480_000, 1.5, false),
                        new Progress(12, 480_000, 2310, true));
    }
}
