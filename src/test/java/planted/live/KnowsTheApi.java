package planted.live;

import planted.api.Answer;

/** Knows too much. */
record KnowsTheApi(Answer answer) {}
