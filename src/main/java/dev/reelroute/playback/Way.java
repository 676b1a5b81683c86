package dev.reelroute.playback;

/** How the media of a playback address reaches its viewer. */
public enum Way {
    /** All of it by way of us. */
    REELROUTE,
    /** From the store: we answer playlists and manifests, in which the files of media have addresses of the store's. */
    BUCKET,
    /** From a CloudFront distribution: the same, with addresses of the distribution's. */
    CLOUDFRONT
}
