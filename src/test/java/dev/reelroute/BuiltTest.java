package dev.reelroute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Built;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product as it is packed. It is among the first by its name, so that one process of the tests makes the archive of classes while
 * the other one needs it for nothing.
 */
class BuiltTest {

    @Test
    void classesComeFromTheArchive(@TempDir Path folder) throws IOException {
        Path loaded = folder.resolve("loaded.txt");
        List<String> command = new ArrayList<>(Built.java());
        command.addAll(List.of("-Xlog:class+load:file=" + loaded, "dev.reelroute.cli.CommandLine", "--help"));

        Result result = Programs.run(folder, command).succeeded();

        assertThat(result.stdout()).contains("transcode", "serve");
        assertThat(Files.readAllLines(loaded))
                .filteredOn(line -> line.contains(" dev.reelroute.") && !line.contains("$$Lambda"))
                .isNotEmpty()
                .allMatch(line -> line.contains("source: shared objects file"));
    }
}
