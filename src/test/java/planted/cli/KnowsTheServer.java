package planted.cli;

import planted.embedded.Server;

/** Knows too much. */
record KnowsTheServer(Server server) {}
