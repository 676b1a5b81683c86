package dev.reelroute.camel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Knows how many parameters a statement has from its text. Camel's {@code jdbc} component asks the database each time, and PostgreSQL
 * answers by planning the statement once more: a second round trip for each statement.
 */
final class CountedParameters extends DelegatingDataSource {

    private static final String COMMENT_OR_TEXT = "--[^\\n]*|'[^']*'";

    private final Map<String, ParameterMetaData> counts = new ConcurrentHashMap<>();

    CountedParameters(DataSource database) {
        super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(
                Connection.class,
                (self, method, arguments) -> method.getName().equals("prepareStatement")
                        ? counted(
                                (PreparedStatement) Objects.requireNonNull(call(connection, method, arguments)),
                                (String) arguments[0])
                        : call(connection, method, arguments));
    }

    private PreparedStatement counted(PreparedStatement statement, String sql) {
        ParameterMetaData count = counts.computeIfAbsent(sql, CountedParameters::count);
        return proxy(
                PreparedStatement.class,
                (self, method, arguments) ->
                        method.getName().equals("getParameterMetaData") ? count : call(statement, method, arguments));
    }

    private static ParameterMetaData count(String sql) {
        int count = (int) sql.replaceAll(COMMENT_OR_TEXT, "")
                .chars()
                .filter(letter -> letter == '?')
                .count();
        return proxy(ParameterMetaData.class, (self, method, arguments) -> {
            if (method.getName().equals("getParameterCount")) {
                return count;
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(CountedParameters.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
