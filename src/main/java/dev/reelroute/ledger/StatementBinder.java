package dev.reelroute.ledger;

import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.text.Characters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.stereotype.Component;

/** Binds statements to their SQL files, their parameters and the records that their rows become. */
@Component
public class StatementBinder {

    private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w+)");

    private final Map<Class<?>, Prepared> statements = new ConcurrentHashMap<>();
    private final Map<Class<?>, Shape<?>> shapes = new ConcurrentHashMap<>();

    /**
     * What a database is asked to prepare.
     *
     * @param text with a question mark for each parameter
     * @param parameters in the order of the question marks
     */
    private record Prepared(String text, List<Method> parameters) {

        static Prepared of(Class<?> statement) {
            String named = load(statement);
            List<Method> parameters = PARAMETER
                    .matcher(named)
                    .results()
                    .map(name -> accessor(statement, name.group(1)))
                    .toList();
            return new Prepared(PARAMETER.matcher(named).replaceAll("?"), parameters);
        }
    }

    /** The text of the statement's file, with a question mark for each parameter. */
    public String sql(Statement statement) {
        return prepared(statement).text();
    }

    /** Gives a statement that was prepared by that text its parameters. */
    public void bind(PreparedStatement target, Statement statement) throws SQLException {
        List<Method> parameters = prepared(statement).parameters();
        for (int i = 0; i < parameters.size(); i++) {
            target.setObject(i + 1, parameter(invoke(parameters.get(i), statement)));
        }
    }

    private Prepared prepared(Statement statement) {
        return statements.computeIfAbsent(statement.getClass(), Prepared::of);
    }

    /** A text in the form that both databases can keep: no text of a file or a program must make a statement fail. */
    private static @Nullable Object parameter(@Nullable Object value) {
        if (value instanceof String text) {
            return Characters.keepable(text);
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    /** Reads the rows that the database returned. */
    @SuppressWarnings("unchecked")
    public <R extends Record> List<R> rows(Question<R> question, ResultSet rows) throws SQLException {
        Shape<R> shape = (Shape<R>) shapes.computeIfAbsent(question.getClass(), StatementBinder::shape);
        List<R> all = new ArrayList<>();
        while (rows.next()) {
            all.add(shape.row(rows));
        }
        return all;
    }

    /** The shape of the rows that a question names as its type argument. */
    @SuppressWarnings("unchecked")
    private static Shape<?> shape(Class<?> question) {
        return Shape.of((Class<? extends Record>)
                Objects.requireNonNull(GenericTypeResolver.resolveTypeArgument(question, Question.class)));
    }

    /** Name of the file of a statement, without folder and ending. */
    static String fileName(Class<?> statement) {
        return kebab(statement.getSimpleName());
    }

    /**
     * How a row becomes a record.
     *
     * @param columns of the row, in the order of the record's components
     */
    private record Shape<R extends Record>(Constructor<R> constructor, List<String> columns) {

        static <R extends Record> Shape<R> of(Class<R> type) {
            RecordComponent[] components = type.getRecordComponents();
            try {
                Constructor<R> constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape<>(
                        constructor,
                        Arrays.stream(components)
                                .map(component -> kebab(component.getName()).replace('-', '_'))
                                .toList());
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("No constructor for all that a " + type.getSimpleName() + " has", e);
            }
        }

        R row(ResultSet row) throws SQLException {
            Class<?>[] types = constructor.getParameterTypes();
            @Nullable Object[] values = new @Nullable Object[types.length];
            for (int i = 0; i < types.length; i++) {
                values[i] = value(row, row.findColumn(columns.get(i)), types[i]);
            }
            try {
                return constructor.newInstance(values);
            } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("Cannot make a " + constructor.getName(), e);
            }
        }
    }

    /** Long texts are an object of their own to H2, unless one asks for a text. */
    private static @Nullable Object value(ResultSet row, int column, Class<?> type) throws SQLException {
        return convert(type == String.class ? row.getString(column) : row.getObject(column), type);
    }

    // The drivers differ: H2 gives OffsetDateTime and BigDecimal where PostgreSQL gives Timestamp and Double.
    private static @Nullable Object convert(@Nullable Object value, Class<?> type) {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Timestamp time) {
            return time.toInstant();
        }
        if (value instanceof Number number) {
            if (type == int.class) {
                return number.intValue();
            }
            if (type == long.class || type == Long.class) {
                return number.longValue();
            }
            if (type == double.class) {
                return number.doubleValue();
            }
        }
        if (value != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No " + type.getSimpleName() + " is called " + value));
        }
        if (value != null && type == Instant.class && !(value instanceof Instant)) {
            throw new IllegalStateException("Not a time: " + value.getClass());
        }
        return value;
    }

    private static Method accessor(Class<?> statement, String parameter) {
        return Arrays.stream(statement.getRecordComponents())
                .filter(component -> component.getName().equals(parameter))
                .map(RecordComponent::getAccessor)
                .peek(accessor -> accessor.setAccessible(true))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(statement.getSimpleName() + " has no " + parameter));
    }

    private static @Nullable Object invoke(Method accessor, Statement statement) {
        try {
            return accessor.invoke(statement);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + accessor, e);
        }
    }

    private static String load(Class<?> statement) {
        String path = "/sql/" + fileName(statement) + ".sql";
        try (InputStream in = StatementBinder.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("No statement file " + path);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("--")).reduce("", (a, b) -> a + b + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
