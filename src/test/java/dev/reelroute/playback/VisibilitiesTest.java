package dev.reelroute.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.Statements.FindVisibility;
import dev.reelroute.ledger.Statements.Visible;
import dev.reelroute.ledger.Visibility;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/** The ledger is asked seldom, and what plays goes on without it. */
class VisibilitiesTest {

    private final Books books = new Books();

    @Test
    void anAnswerIsRememberedAndForgottenWhenItChanges() {
        Visibilities visibilities = visibilities(Duration.ofHours(1));
        books.rows.put("v", Visibility.PUBLIC);
        assertThat(visibilities.of("v")).contains(Visibility.PUBLIC);
        books.rows.put("v", Visibility.PRIVATE);
        assertThat(visibilities.of("v")).contains(Visibility.PUBLIC);
        assertThat(books.asked).isEqualTo(1);

        visibilities.forget("v");

        assertThat(visibilities.of("v")).contains(Visibility.PRIVATE);
    }

    @Test
    void anAnswerThatWasUnderWayWhenItChangedIsNotRemembered() {
        Visibilities visibilities = visibilities(Duration.ofHours(1));
        books.rows.put("v", Visibility.PUBLIC);
        books.meanwhile = () -> {
            books.rows.put("v", Visibility.PRIVATE);
            visibilities.forget("v");
        };
        visibilities.of("v");
        books.meanwhile = () -> {};

        assertThat(visibilities.of("v")).contains(Visibility.PRIVATE);
    }

    @Test
    void whatIsNotThereIsAskedForEachTime() {
        Visibilities visibilities = visibilities(Duration.ofHours(1));
        assertThat(visibilities.of("v")).isEmpty();
        books.rows.put("v", Visibility.PUBLIC);
        assertThat(visibilities.of("v")).contains(Visibility.PUBLIC);
    }

    @Test
    void theLastAnswerHoldsWhileTheLedgerIsAwayAndItIsLeftAlone() {
        Visibilities visibilities = visibilities(Duration.ZERO);
        books.rows.put("public", Visibility.PUBLIC);
        books.rows.put("private", Visibility.PRIVATE);
        visibilities.of("public");
        visibilities.of("private");
        books.isAway = true;

        assertThat(visibilities.of("public")).contains(Visibility.PUBLIC);
        int asked = books.asked;
        assertThat(visibilities.of("public")).contains(Visibility.PUBLIC);
        assertThat(visibilities.of("private")).contains(Visibility.PRIVATE);

        assertThat(books.asked).isEqualTo(asked);
        assertThatThrownBy(() -> visibilities.of("never seen")).isInstanceOf(DataAccessException.class);
    }

    @Test
    void withoutRememberingADeletedVideoIsGoneAtOnce() {
        Visibilities visibilities = visibilities(Duration.ZERO);
        books.rows.put("v", Visibility.PUBLIC);
        visibilities.of("v");
        books.rows.clear();
        assertThat(visibilities.of("v")).isEqualTo(Optional.empty());
    }

    private Visibilities visibilities(Duration remember) {
        return new Visibilities(
                books,
                new PlaybackProperties(
                        Visibility.PUBLIC,
                        remember,
                        Way.REELROUTE,
                        new PlaybackProperties.Distribution("", "", ""),
                        Duration.ofHours(6),
                        Duration.ofDays(7),
                        List.of()));
    }

    private static final class Books implements Ledger {

        private final Map<String, Visibility> rows = new HashMap<>();
        private int asked;
        private boolean isAway;
        /** Between the ledger's answer and whoever gets it. */
        private Runnable meanwhile = () -> {};

        @Override
        public int run(Change change) {
            throw new UnsupportedOperationException();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Record> List<R> ask(Question<R> question) {
            asked++;
            if (isAway) {
                throw new DataAccessResourceFailureException("away");
            }
            List<R> answer =
                    (List<R>) Optional.ofNullable(rows.get(((FindVisibility) question).id())).map(Visible::new).stream()
                            .toList();
            meanwhile.run();
            return answer;
        }

        @Override
        public <T> T atomically(Supplier<T> work) {
            return work.get();
        }
    }
}
