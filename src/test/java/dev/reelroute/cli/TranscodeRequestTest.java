package dev.reelroute.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscodeRequestTest {

    @TempDir
    private Path folder;

    @Test
    void pathsAreRelativeToWhereTheUserStands() throws IOException {
        Files.createFile(folder.resolve("clip.mp4"));

        assertThat(request("clip.mp4", "--out", "a/b", "--profile", "preview"))
                .isEqualTo(new TranscodeRequest(folder.resolve("clip.mp4"), folder.resolve("a/b"), "preview"));
    }

    @Test
    void nothingNeedsToBeSaid() {
        assertThat(request()).isEqualTo(new TranscodeRequest(null, folder.resolve("out"), null));
    }

    private TranscodeRequest request(String... arguments) {
        List<TranscodeRequest> requests = new ArrayList<>();
        List<String> words = new ArrayList<>(List.of("transcode"));
        words.addAll(List.of(arguments));
        CommandLine commands = new CommandLine(
                folder, request -> requests.add(request) ? 0 : 1, settings -> {}, settings -> 1, () -> null);
        assertThat(commands.parser.execute(words.toArray(String[]::new))).isZero();
        return requests.get(0);
    }
}
