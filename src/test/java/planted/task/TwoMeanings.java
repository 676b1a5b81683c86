package planted.task;

/** Whether it has a step, and which: Camel may call neither. */
record TwoMeanings(String url) {

    public boolean isStep() {
        return url.startsWith("direct:");
    }

    String step() {
        return url.substring(7);
    }
}
