package planted.cost;

import planted.api.Answer;

/** Knows too much. */
record KnowsTheApi(Answer answer) {}
