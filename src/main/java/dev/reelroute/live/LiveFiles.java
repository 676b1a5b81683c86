package dev.reelroute.live;

/** Files that take effect when they are edited. Each such bean is asked to look, again and again. */
public interface LiveFiles {

    /** Looks once at the files, and applies their changes. */
    void look();
}
