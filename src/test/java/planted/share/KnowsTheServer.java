package planted.share;

import planted.embedded.Server;

/** Knows too much. */
record KnowsTheServer(Server server) {}
