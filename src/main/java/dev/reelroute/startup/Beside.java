package dev.reelroute.startup;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A part of the start that needs no other part: it is done on a thread of its own, while the beans are made one by one.
 *
 * @param <T> what it finds out
 */
public final class Beside<T> {

    private final FutureTask<T> part;

    public Beside(Callable<T> part) {
        this.part = new FutureTask<>(part);
    }

    /** @param name of the thread */
    public Beside<T> begin(String name) {
        new Thread(part, name).start();
        return this;
    }

    /** Waits until it is done, and does it here where nobody has begun it. Throws what it has thrown. */
    public T end() {
        part.run();
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
