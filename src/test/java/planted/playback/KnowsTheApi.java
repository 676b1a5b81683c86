package planted.playback;

import planted.api.Answer;

/** Knows too much. */
record KnowsTheApi(Answer answer) {}
