package dev.reelroute.health;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Tells what a server that is away makes the libraries throw from all else. */
public final class Outages {

    private Outages() {}

    /** Whether an outage is among the causes of what was thrown. */
    public static boolean caused(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isOutage(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(Throwable cause) {
        if (cause instanceof SQLException sql) {
            // SQLSTATE (ISO 9075): class 08 connection; 57P0 is PostgreSQL's operator intervention, the others are H2's
            // connection broken and database closed.
            return sql instanceof SQLTransientConnectionException
                    || sql instanceof SQLRecoverableException
                    || String.valueOf(sql.getSQLState()).matches("08...|57P0.|90067|90098|90121");
        }
        return cause instanceof SdkClientException
                || (cause instanceof AwsServiceException answer && answer.statusCode() >= 500);
    }
}
