package dev.reelroute.cli;

import org.jspecify.annotations.Nullable;

/** The video did not become ready, for a reason that has a stable code. */
final class TranscodeFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param detail further lines; null for none */
    TranscodeFailed(String code, String sentence, @Nullable String detail) {
        super(sentence + " (" + code + ")"
                + (detail == null ? "" : "\n" + detail.indent(2).stripTrailing()));
    }
}
