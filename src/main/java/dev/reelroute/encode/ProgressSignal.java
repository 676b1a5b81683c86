package dev.reelroute.encode;

import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.ffmpeg.ProgressListener;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the thread that waits for what FFmpeg writes. */
final class ProgressSignal implements ProgressListener {

    private final Semaphore news = new Semaphore(0);
    private volatile boolean over;

    @Override
    public void progressed(Progress progress) {
        news.release();
    }

    @Override
    public void ended() {
        over = true;
        news.release();
    }

    boolean isOver() {
        return over;
    }

    /**
     * Returns when FFmpeg has written something, or after a second: when a claim is lost before FFmpeg starts, no
     * signal comes.
     */
    void await() throws InterruptedException {
        news.tryAcquire(1, TimeUnit.SECONDS);
        news.drainPermits();
    }
}
