package planted.task;

import com.microsoft.playwright.Page;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** Too long or too short, by every name that there is for it. */
final class Sleeps {

    private Sleeps() {}

    static void thread() throws InterruptedException {
        Thread.sleep(1);
    }

    static void unit() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(1);
    }

    static void park() {
        LockSupport.parkNanos(1);
    }

    static void parkUntil() {
        LockSupport.parkUntil(1);
    }

    static LongConsumer reference() {
        return LockSupport::parkNanos;
    }

    static void spin() {
        Thread.onSpinWait();
    }

    @SuppressWarnings("ThreadPriorityCheck")
    static void giveWay() {
        Thread.yield();
    }

    /** Nobody ever notifies. */
    @SuppressWarnings("WaitNotInLoop")
    static synchronized void waitForNobody() throws InterruptedException {
        Sleeps.class.wait(1);
    }

    @SuppressWarnings("WaitNotInLoop")
    static synchronized void waitForNobodyByUnit() throws InterruptedException {
        TimeUnit.NANOSECONDS.timedWait(Sleeps.class, 1);
    }

    static void browser(Page page) {
        page.waitForTimeout(1);
    }
}
