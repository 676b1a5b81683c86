package dev.reelroute.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine that not every machine has, such as namespaces. */
public final class Machine {

    /** Set to anything by who knows that the machine has it all: then a test that would be skipped fails. */
    private static final String REQUIRE = "REELROUTE_TESTS_REQUIRE";

    private Machine() {}

    /** @param otherwise why the test is skipped where it is not so */
    public static void needs(boolean what, String otherwise) {
        if (System.getenv(REQUIRE) != null) {
            assertThat(what).as("%s, and %s is set", otherwise, REQUIRE).isTrue();
        }
        assumeTrue(what, otherwise);
    }
}
