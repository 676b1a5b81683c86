package planted.task;

/** Too long or too short. */
final class Sleeps {

    private Sleeps() {}

    static void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
