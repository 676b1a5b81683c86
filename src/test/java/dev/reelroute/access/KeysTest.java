package dev.reelroute.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.Statements.FindKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void aKeyThatIsRevokedWhileTheLedgerAnswersIsNotRemembered() throws Exception {
        try (PlainLedger ledger = PlainLedger.inMemory("keys")) {
            Slow slow = new Slow(ledger);
            Keys keys = new Keys(
                    slow,
                    new AccessProperties(
                            Set.of(AccessMode.KEYS),
                            null,
                            Duration.ofHours(1),
                            new AccessProperties.Oidc(null, null, null, "scope")),
                    () -> false);
            Keys.Issued issued = keys.issue("a shop's", null, Set.of(Scope.READ), null);
            slow.meanwhile = () -> {
                slow.meanwhile = () -> {};
                keys.revoke(issued.row().id());
            };
            assertThat(keys.find(issued.key())).as("before it is revoked").isPresent();

            assertThat(keys.find(issued.key())).as("after it").isEmpty();
        }
    }

    /** Something happens between the ledger's answer and whoever gets it. */
    private static final class Slow implements Ledger {

        private final Ledger ledger;
        private Runnable meanwhile = () -> {};

        private Slow(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public int run(Change change) {
            return ledger.run(change);
        }

        @Override
        public <R extends Record> List<R> ask(Question<R> question) {
            List<R> answer = ledger.ask(question);
            if (question instanceof FindKey) {
                meanwhile.run();
            }
            return answer;
        }

        @Override
        public <T> T atomically(Supplier<T> work) {
            return ledger.atomically(work);
        }
    }
}
