package dev.reelroute.health;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Tells the exceptions that a server causes by being away from all others. */
public final class Outages {

    /**
     * What H2 says, as a general error, when there is no room on the disk, and of its file that it has closed for that. The numbers are
     * ERROR_WRITING_FAILED and ERROR_CLOSED. To a client in another process only the message comes.
     */
    private static final Pattern NOT_WRITTEN = Pattern.compile("MVStoreException: .*\\[[\\d.]+/[24]]", Pattern.DOTALL);

    private Outages() {}

    /** Whether an outage is among the causes of an exception. */
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
            // SQLSTATE (ISO 9075): class 08 connection, class 40 a transaction that lost against another one.
            // PostgreSQL's
            // are 53 out of resources, 57P0 operator intervention, 57014 timeout, 55P03 lock not available; H2's are
            // HYT00 lock timeout, 90131 row changed meanwhile, and connection broken and database closed.
            return sql instanceof SQLTransientException
                    || sql instanceof SQLRecoverableException
                    || NOT_WRITTEN.matcher(String.valueOf(sql.getMessage())).find()
                    || String.valueOf(sql.getSQLState())
                            .matches("08...|40...|53...|57P0.|57014|55P03|HYT00|90131|90067|90098|90121");
        }
        return cause instanceof SdkClientException
                || (cause instanceof AwsServiceException answer
                        && (answer.statusCode() >= 500 || answer.isThrottlingException()));
    }
}
