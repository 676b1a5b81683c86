package dev.reelroute.startup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.convert.ConversionException;

/** A setting with a value that is not of its type. */
class SettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        @Nullable ConfigurationProperty property = cause.getProperty();
        if (property == null || !(cause.getCause() instanceof ConversionException)) {
            return null;
        }
        Class<?> type = cause.getTarget().getType().resolve(Object.class);
        return new FailureAnalysis(
                "The setting " + property.getName() + " is '" + property.getValue() + "', and must be " + expected(type)
                        + ".",
                "Correct it where it stands: " + property.getOrigin() + ".",
                cause);
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", "");
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Duration" -> "a time such as 500ms, 30s or 5m";
            case "DataSize" -> "a size such as 512KB, 20MB or 1GB";
            default -> "of type " + type.getSimpleName();
        };
    }
}
