package dev.reelroute.text;

/** What a text track is for. */
public enum TextKind {
    /** What is said, for viewers who do not speak the language. */
    SUBTITLES,
    /** What is said and heard, for viewers who cannot hear. */
    CAPTIONS,
    /** What is not in the language of the audio, for all viewers. */
    FORCED
}
