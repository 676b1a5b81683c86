package planted.move;

import planted.api.Answer;

/** Knows too much. */
record KnowsTheApi(Answer answer) {}
