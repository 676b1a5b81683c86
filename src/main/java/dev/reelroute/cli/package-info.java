/**
 * The command line: one file through the same pipeline, with progress bars.
 */
@NullMarked
package dev.reelroute.cli;

import org.jspecify.annotations.NullMarked;
