package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries of pages, which no build tool looks after, are those that are written down beside them, and no others. */
class VendorTest {

    private static final Pattern LINE = Pattern.compile("(?m)^([0-9a-f]{64})  (\\S+)$");

    @ParameterizedTest
    @ValueSource(strings = {"src/main/resources/static/vendor", "src/test/resources/vendor"})
    void everyFileIsTheOneThatIsWrittenDown(String folder) throws IOException, GeneralSecurityException {
        Map<String, String> written = new TreeMap<>();
        LINE.matcher(House.read(Path.of(folder, "README.md")))
                .results()
                .forEach(line -> written.put(line.group(2), line.group(1)));
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = Path.of(folder).relativize(file).toString().replace('\\', '/');
                if (!name.equals("README.md")) {
                    found.put(
                            name,
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(1).isEqualTo(written);
    }
}
