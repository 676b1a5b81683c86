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
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.stereotype.Component;

/** Binds statements to their SQL files, their parameters and the records that their rows become. */
@Component
public class StatementBinder {

    private final Map<Class<?>, String> texts = new ConcurrentHashMap<>();
    private final Map<Class<?>, List<Method>> accessors = new ConcurrentHashMap<>();
    private final Map<Class<?>, Shape<?>> shapes = new ConcurrentHashMap<>();

    /** The text of the statement's file. */
    public String sql(Statement statement) {
        return texts.computeIfAbsent(statement.getClass(), StatementBinder::load);
    }

    /** Parameter name to value; values may be null. */
    public Map<String, @Nullable Object> parameters(Statement statement) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        for (Method accessor : accessors.computeIfAbsent(statement.getClass(), StatementBinder::accessors)) {
            Object value = invoke(accessor, statement);
            parameters.put(accessor.getName(), parameter(value));
        }
        return parameters;
    }

    /** A text in the form that both databases can keep: no text of a file or a program must make a statement fail. */
    private static @Nullable Object parameter(@Nullable Object value) {
        if (value instanceof String text) {
            return Characters.keepable(text);
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    /** Reads rows as the database returned them. */
    @SuppressWarnings("unchecked")
    public <R extends Record> List<R> rows(Question<R> question, List<Map<String, @Nullable Object>> rows) {
        Shape<R> shape = (Shape<R>) shapes.computeIfAbsent(question.getClass(), StatementBinder::shape);
        return rows.stream().map(shape::row).toList();
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

        R row(Map<String, @Nullable Object> row) {
            Class<?>[] types = constructor.getParameterTypes();
            @Nullable Object[] values = new @Nullable Object[types.length];
            for (int i = 0; i < types.length; i++) {
                String column = columns.get(i);
                if (!row.containsKey(column)) {
                    throw new IllegalStateException(
                            constructor.getDeclaringClass().getSimpleName() + " needs column " + column + ", got "
                                    + row.keySet());
                }
                values[i] = convert(row.get(column), types[i]);
            }
            try {
                return constructor.newInstance(values);
            } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("Cannot make a " + constructor.getName() + " of " + row, e);
            }
        }
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

    private static List<Method> accessors(Class<?> statement) {
        return Arrays.stream(statement.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .peek(accessor -> accessor.setAccessible(true))
                .toList();
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
