package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.inspect.SourceInfo.Chapter;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsideTest {

    @Test
    void chaptersAreInOrderAndWithinTheVideo() {
        List<Chapter> all = List.of(
                chapter(5, 9, "goes on for too long"),
                chapter(2, 6, "ends after the next one has begun"),
                chapter(4, 4, "has no end"),
                chapter(0, 2, "begins before the video"),
                chapter(11, 12, "begins after its end"),
                chapter(10, 11, "begins at its end"),
                chapter(5, 6, "begins with another"));

        assertThat(Aside.chapters(all, 1_000_000, 9))
                .containsExactly(
                        chapter(0, 2, "begins before the video"),
                        chapter(2, 4, "ends after the next one has begun"),
                        chapter(4, 5, "has no end"),
                        chapter(5, 6, "begins with another"));
        assertThat(Aside.chapters(List.of(chapter(0, 1, "before")), 1_000_000, 9))
                .isEmpty();
    }

    private static Chapter chapter(int start, int end, String title) {
        return new Chapter(start * 1_000_000L, end * 1_000_000L, title);
    }
}
