package dev.reelroute.text;

/** What a text track is for. */
public enum TextKind {
    /** What is said, for those who do not speak the language. */
    SUBTITLES,
    /** What is said and heard, for those who do not hear. */
    CAPTIONS,
    /** What is not in the language of the sound, for everybody who listens to it. */
    FORCED
}
