package dev.reelroute.bench;

/** One question about the product's cost, and how it is answered. */
interface Measurement {

    /** One word, for file names. */
    String name();

    /** One line, for headings. */
    String question();

    Findings measure(Lab lab) throws Exception;
}
