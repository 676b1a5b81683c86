package dev.reelroute.camel;

import java.nio.file.Path;

/**
 * What is wrong with a route file.
 *
 * @param line counted from 1; 0 when it is about the file as a whole
 */
record RouteFileFault(Path file, int line, String problem) {

    @Override
    public String toString() {
        return file + (line > 0 ? " line " + line : "") + ": " + problem;
    }
}
