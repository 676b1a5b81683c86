package planted.task;

/** Says it to nobody. */
final class Prints {

    private Prints() {}

    static void print() {
        System.out.println("done");
    }
}
