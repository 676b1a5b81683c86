package dev.reelroute.journey;

import java.util.List;

/** On the embedded database. */
class FindingOnH2Test extends FindingTest {

    @Override
    List<String> database() {
        return List.of();
    }
}
