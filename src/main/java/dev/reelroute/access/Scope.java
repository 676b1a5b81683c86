package dev.reelroute.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a caller may do. Each operation of the contract wants one of these, by {@code x-scope}. */
public enum Scope {
    /** Register videos and bring their files. */
    UPLOAD,
    /** See what is there, and play it. */
    READ,
    /** Change what is there: cancel, retry, delete, subtitles. */
    MANAGE,
    /** All of the above for all tenants, keys, and the operators' pages. */
    OPERATE;

    /** As contract, keys and tokens write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those of some words that name scopes: a token has words for others, too. */
    public static Set<Scope> of(Stream<String> words) {
        Set<String> all = words.collect(Collectors.toSet());
        return Arrays.stream(values())
                .filter(scope -> all.contains(scope.word()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    /** Their words, in order, with blanks between them. */
    public static String words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
    }
}
