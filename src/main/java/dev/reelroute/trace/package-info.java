/**
 * What happened to a video, as one trace for OpenTelemetry: its registration, its upload, the waits in the lanes, each attempt of its
 * work, each run of FFmpeg. Off unless an endpoint is configured. Knows failures alone.
 */
@NullMarked
package dev.reelroute.trace;

import org.jspecify.annotations.NullMarked;
