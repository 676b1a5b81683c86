package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/** Where one viewer plays a video, until the addresses end. */
public record PlaybackAddresses(@JsonUnwrapped VideoView.Playback playback, Instant expiresAt) {}
