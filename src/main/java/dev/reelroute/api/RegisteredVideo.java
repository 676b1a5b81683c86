package dev.reelroute.api;

import dev.reelroute.intake.Upload;
import dev.reelroute.ledger.VideoStatus;

/** The answer to a registration. */
public record RegisteredVideo(String id, VideoStatus status, Upload upload) {}
