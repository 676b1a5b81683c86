package dev.reelroute.live;

/** Files that take effect when they are edited. Each such bean is asked to look, again and again. */
public interface LiveFiles {

    /**
     * Looks once at the files, and applies their changes.
     *
     * @return whether any of them is not as it was at the look before: somebody is editing
     */
    boolean look();
}
