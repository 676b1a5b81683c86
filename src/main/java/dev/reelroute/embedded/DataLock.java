package dev.reelroute.embedded;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.store.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.beans.factory.DisposableBean;

/** Only one Reelroute at a time may use a data folder: this lock says so before any of them opens a file. */
record DataLock(FileChannel file) implements DisposableBean {

    /** @throws Misconfigured when another Reelroute has it */
    static DataLock take(Path data) throws IOException {
        FileChannel file = FileChannel.open(PrivateFiles.file(data.resolve("lock")), StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new DataLock(file);
            }
        } catch (OverlappingFileLockException e) {
            // This same process has it already.
        }
        file.close();
        throw new Misconfigured(
                "Another Reelroute works on the data folder " + data + ".",
                "Stop it first; or help it with one more worker: ./reelroute worker; or begin in another folder:"
                        + " --reelroute.data=/path/to/data, with other ports.");
    }

    @Override
    public void destroy() throws IOException {
        file.close();
    }
}
