package dev.reelroute.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

    @Test
    void oneHasAFolderUntilItEnds(@TempDir Path folder) throws IOException {
        DataLock first = DataLock.take(folder);

        assertThatThrownBy(() -> DataLock.take(folder))
                .isInstanceOf(Misconfigured.class)
                .hasMessage("Another Reelroute works on the data folder " + folder + ".");

        first.destroy();
        DataLock.take(folder).destroy();
    }
}
