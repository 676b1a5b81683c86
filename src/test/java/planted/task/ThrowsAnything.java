package planted.task;

/** What happened? */
final class ThrowsAnything {

    private ThrowsAnything() {}

    static void fail() {
        throw new RuntimeException("something");
    }
}
