package planted.trace;

import planted.api.Answer;

/** Knows too much. */
record KnowsTheApi(Answer answer) {}
