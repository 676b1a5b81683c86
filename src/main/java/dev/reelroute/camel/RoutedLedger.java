package dev.reelroute.camel;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statement;
import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.StatementBinder;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger for Java code: every statement goes through the route {@code ledger-execute}. */
@Component("ledger")
class RoutedLedger implements Ledger {

    static final String ROUTE = "direct:ledger-execute";

    private final ProducerTemplate producer;
    private final StatementBinder binder;
    private final TransactionTemplate transactions;

    RoutedLedger(ProducerTemplate producer, StatementBinder binder, PlatformTransactionManager transactions) {
        this.producer = producer;
        this.binder = binder;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public int run(Change change) {
        return execute(change, Integer.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Record> List<R> ask(Question<R> question) {
        return binder.rows(question, (List<Map<String, @Nullable Object>>) execute(question, List.class));
    }

    @Override
    public <T> T atomically(Supplier<T> work) {
        try {
            return transactions.execute(status -> work.get());
        } catch (TransactionSystemException e) {
            // The error that broke the connection tells more than the rollback that failed because of it.
            throw e.getApplicationException() instanceof RuntimeException cause ? cause : e;
        }
    }

    private <T> T execute(Statement statement, Class<T> answer) {
        try {
            return producer.requestBody(ROUTE, statement, answer);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e.getCause() instanceof SQLException cause ? named(statement, cause) : e;
        }
    }

    private static DataAccessException named(Statement statement, SQLException cause) {
        String name = statement.getClass().getSimpleName();
        DataAccessException named = new SQLExceptionSubclassTranslator().translate(name, null, cause);
        return named == null ? new UncategorizedSQLException(name, null, cause) : named;
    }
}
