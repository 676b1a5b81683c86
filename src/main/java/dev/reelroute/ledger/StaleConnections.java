package dev.reelroute.ledger;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Takes connections to a database that has closed itself out of the pool. H2 does that when it cannot write, says of such a
 * connection that it is valid, and opens the file again for the next new one. The pool knows the connections that are broken by the
 * states of class 08 only.
 */
public class StaleConnections implements SQLExceptionOverride {

    @java.lang.Override // Override is a type of the pool here
    public Override adjudicate(SQLException exception) {
        // H2: database closed, and already closed.
        return String.valueOf(exception.getSQLState()).matches("90098|90121")
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
