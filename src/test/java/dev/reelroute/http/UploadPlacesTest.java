package dev.reelroute.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.http.UploadPlaces.Reason;
import dev.reelroute.http.UploadPlaces.Upload;
import dev.reelroute.intake.Uploader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who makes room when all places of the relay are taken: here there are four. */
class UploadPlacesTest {

    private final List<String> ended = new ArrayList<>();
    private long now;
    private final UploadPlaces places = new UploadPlaces(4, () -> now);

    @Test
    void whoHasMostMakesRoom() {
        enter("a1", "red", "token", "film");
        enter("a2", "red", "token", "film");
        enter("a3", "red", "token", "other");
        enter("b1", "red", null, "b");

        enter("c1", "blue", null, "c");
        enter("b2", "red", null, "b");

        assertThat(ended)
                .as(
                        "of the tenant, the token and the video with most; then token and key have as many, and one video more")
                .containsExactly("a2 NO_ROOM", "b2 NO_ROOM");
    }

    @Test
    void amongEqualsOnlyTheSlowMakeRoom() {
        List<Upload> uploads = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            uploads.add(enter(name, "red", null, name));
        }
        enter("e", "red", null, "e");
        assertThat(ended).as("all are new").containsExactly("e NO_ROOM");

        // The second was fast once, and trickles since.
        places.passed(uploads.get(1), 100_000_000);
        for (int i = 0; i < 60; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            for (Upload upload : uploads) {
                places.passed(upload, upload == uploads.get(1) ? 1_600 : 200_000);
            }
        }
        enter("f", "red", null, "f");
        enter("g", "red", null, "g");
        assertThat(ended).containsExactly("e NO_ROOM", "b NO_ROOM", "g NO_ROOM");
    }

    @Test
    void whatHasEndedLeavesRoom() {
        Upload gone = upload("gone", "red", null, "gone");
        places.leave(gone);
        places.enter(gone);
        for (String name : List.of("a", "b", "c")) {
            enter(name, "red", null, name);
        }
        places.leave(enter("d", "red", null, "d"));
        enter("e", "red", null, "e");
        assertThat(ended).isEmpty();
        enter("a", "red", null, "a");
        assertThat(ended).containsExactly("a ANOTHER");
    }

    private Upload enter(String target, String tenant, @Nullable String token, String video) {
        Upload upload = upload(target, tenant, token, video);
        places.enter(upload);
        now += 1;
        return upload;
    }

    private Upload upload(String target, String tenant, @Nullable String token, String video) {
        return new Upload(
                target, video, new Uploader(tenant, token), (Reason reason) -> ended.add(target + " " + reason));
    }
}
