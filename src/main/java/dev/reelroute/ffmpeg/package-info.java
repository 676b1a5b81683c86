/**
 * Finds, confines, runs and ends FFmpeg programs. Knows processes and operating systems, but not videos, tasks or
 * storage.
 */
@NullMarked
package dev.reelroute.ffmpeg;

import org.jspecify.annotations.NullMarked;
