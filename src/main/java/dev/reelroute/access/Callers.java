package dev.reelroute.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knows whose call this thread answers. */
@Component
public class Callers {

    private static final ThreadLocal<@Nullable Caller> CURRENT = new ThreadLocal<>();

    /**
     * Whose call it is.
     *
     * @throws IllegalStateException where nobody called: to be asked in answers to calls only
     */
    public Caller current() {
        Caller caller = CURRENT.get();
        if (caller == null) {
            throw new IllegalStateException("Nobody is known to have called");
        }
        return caller;
    }

    /** Whose call it is; empty where nobody called, or nobody knows who. */
    public Optional<Caller> known() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Work that may fail in the ways of a filter. */
    @FunctionalInterface
    public interface Answer<A extends Exception, B extends Exception> {
        void give() throws A, B;
    }

    /** Answers a call: whoever asks meanwhile, in this thread, is told of this caller. */
    public <A extends Exception, B extends Exception> void answer(Caller caller, Answer<A, B> answer) throws A, B {
        @Nullable Caller before = CURRENT.get();
        CURRENT.set(caller);
        try {
            answer.give();
        } finally {
            CURRENT.set(before);
        }
    }

    /** The same work, to be done in another thread for this thread's caller. */
    public Runnable carried(Runnable work) {
        Caller caller = CURRENT.get();
        return caller == null ? work : () -> this.<RuntimeException, RuntimeException>answer(caller, work::run);
    }
}
