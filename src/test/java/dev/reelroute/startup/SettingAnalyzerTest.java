package dev.reelroute.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A value that is not of its setting's type is told in words that need no Java. */
class SettingAnalyzerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        java.lang.Integer                        | a whole number
        java.lang.Double                         | a number
        java.lang.Boolean                        | true or false
        java.time.Duration                       | a time such as 500ms, 30s or 5m
        org.springframework.util.unit.DataSize   | a size such as 512KB, 20MB or 1GB
        dev.reelroute.ledger.Lane                | one of FAST, EARLY, BULK, HEAVY
        java.nio.charset.Charset                 | of type Charset
        """)
    void itsNameItsValueAndWhatItMustBe(Class<?> type, String expected) {
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("reelroute.some-key", "many?")));
        BindException failure =
                catchThrowableOfType(BindException.class, () -> binder.bind("reelroute.some-key", type));

        FailureAnalysis analysis = new SettingAnalyzer().analyze(failure);

        assertThat(analysis.getDescription())
                .isEqualTo("The setting reelroute.some-key is 'many?', and must be " + expected + ".");
        assertThat(analysis.getAction()).startsWith("Correct it where it stands: ");
    }
}
