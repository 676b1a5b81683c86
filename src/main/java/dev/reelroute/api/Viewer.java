package dev.reelroute.api;

import dev.reelroute.access.Caller;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.api.OpenStreams.Share;
import dev.reelroute.ledger.Statements.Glance;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * One who follows a video, and the stream of events to it. No thread waits for a viewer that does not read: the rest of an event is
 * written when its connection takes more, and until then it takes no other. Who goes on not reading is ended as other slow
 * readers are, by {@code SlowPeers}.
 */
final class Viewer implements WriteListener, AsyncListener {

    /** Tomcat keeps a copy of what the connection does not take; of the whole event, all viewers have one together. */
    private static final int PART = 8 * 1024;

    private static final byte[] NOTHING = {};

    /**
     * In what events differ between viewers.
     *
     * @param address that links begin with
     * @param isForPage whether they go to a page with an upload token, or to anybody else
     */
    record Form(PublicAddress address, boolean isForPage) {}

    final Form form;
    final Caller caller;
    final List<Share> shares;
    /** What it was sent last. */
    Glance seen;
    /** What is written first to somebody who has gone goes nowhere without an error; what is written next tells it. */
    boolean isInDoubt;

    private final AsyncContext request;
    private final ServletOutputStream out;
    private final Consumer<Viewer> gone;
    private byte[] event;
    private int written;
    private boolean isFlushed;
    private boolean isLast;
    private boolean isOver;

    /** @param gone told when the stream is over, maybe more than once */
    Viewer(
            Form form,
            Caller caller,
            List<Share> shares,
            Glance seen,
            AsyncContext request,
            byte[] first,
            Consumer<Viewer> gone)
            throws IOException {
        this.form = form;
        this.caller = caller;
        this.shares = shares;
        this.seen = seen;
        this.request = request;
        this.out = request.getResponse().getOutputStream();
        this.gone = gone;
        this.event = first;
    }

    /** The server writes the first event when the thread of the request has gone. */
    void begin() {
        request.setTimeout(0);
        request.addListener(this);
        out.setWriteListener(this);
    }

    /** Whether all that it was sent has been written. */
    synchronized boolean isFree() {
        return !isOver && !isLast && isFlushed && out.isReady();
    }

    /** @return whether it takes this: only when it is free */
    synchronized boolean send(byte[] next) throws IOException {
        if (!isFree()) {
            return false;
        }
        event = next;
        written = 0;
        isFlushed = false;
        write();
        return true;
    }

    /** Ends the stream behind what was sent. */
    synchronized void end() throws IOException {
        isLast = true;
        write();
    }

    /** Ends the stream without the rest of what was sent. */
    synchronized void breakOff() throws IOException {
        event = NOTHING;
        written = 0;
        end();
    }

    /** Ends the stream although a thread of the server may have to wait for the viewer. */
    synchronized void stop() {
        if (!isOver) {
            isOver = true;
            request.complete();
        }
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        write();
    }

    private void write() throws IOException {
        while (!isOver && out.isReady()) {
            int part = Math.min(PART, event.length - written);
            if (part > 0) {
                out.write(event, written, part);
                written += part;
            } else if (!isFlushed) {
                isFlushed = true;
                out.flush();
            } else {
                if (isLast) {
                    stop();
                }
                return;
            }
        }
    }

    /** What follows is {@link #onError(AsyncEvent)}. */
    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onError(AsyncEvent broken) {
        gone.accept(this);
        // Otherwise Tomcat would make an answer of its own, with a page for errors.
        stop();
    }

    @Override
    public void onComplete(AsyncEvent end) {
        gone.accept(this);
    }

    @Override
    public void onTimeout(AsyncEvent never) {}

    @Override
    public void onStartAsync(AsyncEvent never) {}
}
