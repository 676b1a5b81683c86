package planted.http;

import planted.embedded.Server;

/** Knows too much. */
record KnowsTheServer(Server server) {}
