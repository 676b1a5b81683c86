package dev.reelroute.task;

import dev.reelroute.failure.Setback;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Figures that one server has. They are asked for together and on a thread of their own: whoever reads metrics waits for a
 * moment, and not, for one figure after the other, for a server that does not answer.
 */
final class Figures {

    /** For the figures of both servers a reader should not wait longer than two seconds. */
    private static final long PATIENCE = Duration.ofMillis(800).toNanos();
    /** All that is read at one time is of one round. */
    private static final long FRESH = Duration.ofMillis(200).toNanos();

    private record Round(long begun, CompletableFuture<Map<String, Double>> answers) {

        long age() {
            return System.nanoTime() - begun;
        }
    }

    private final Map<String, Supplier<Number>> questions = new LinkedHashMap<>();
    private @Nullable Round last;

    /** Before any is read. */
    void add(String name, Supplier<Number> question) {
        questions.put(name, question);
    }

    /** NaN: unknown, which is not the same as zero. */
    double of(String name) {
        Round round = round();
        try {
            return round.answers()
                    .get(Math.max(0, PATIENCE - round.age()), TimeUnit.NANOSECONDS)
                    .getOrDefault(name, Double.NaN);
        } catch (TimeoutException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** While a server does not answer, nobody asks it a second time. */
    private synchronized Round round() {
        Round round = last;
        if (round == null || (round.answers().isDone() && round.age() > FRESH)) {
            round = new Round(System.nanoTime(), CompletableFuture.supplyAsync(this::ask, Figures::beside));
            last = round;
        }
        return round;
    }

    private static void beside(Runnable work) {
        Thread thread = new Thread(work, "figures");
        thread.setDaemon(true);
        thread.start();
    }

    private Map<String, Double> ask() {
        Map<String, Double> answers = new LinkedHashMap<>();
        questions.forEach((name, question) -> {
            try {
                answers.put(name, question.get().doubleValue());
            } catch (SdkException | Setback | DataAccessException e) {
                answers.put(name, Double.NaN);
            }
        });
        return answers;
    }
}
