package dev.reelroute.journey;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** On the embedded database. */
@Tag("long")
class FindingOnH2Test extends FindingTest {

    @Override
    List<String> database() {
        return List.of();
    }
}
