package planted.task;

import java.io.IOException;

/** A process that nobody confines. */
final class StartsProcesses {

    private StartsProcesses() {}

    static Process start() throws IOException {
        return new ProcessBuilder("true").start();
    }
}
