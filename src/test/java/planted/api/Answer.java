package planted.api;

/** What nobody within may know. */
public record Answer() {}
