package planted.api;

import org.h2.jdbcx.JdbcDataSource;
import planted.embedded.Server;

/** Works with one server only. */
record KnowsTheServer(Server server, JdbcDataSource database) {}
