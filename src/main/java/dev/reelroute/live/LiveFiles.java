package dev.reelroute.live;

/** Files that take effect when they are edited. A bean that is one is asked to look, again and again. */
public interface LiveFiles {

    /** Looks once at the files, and does what their changes ask for. */
    void look();
}
