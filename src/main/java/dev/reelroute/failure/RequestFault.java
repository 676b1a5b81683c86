package dev.reelroute.failure;

/** What can be wrong with a part of a request, in the same words whoever finds it: the contract's validation, or a controller. */
public enum RequestFault {
    MISSING("is missing"),
    UNEXPECTED("is not a parameter of this call"),
    /** Names of fields. */
    LACKS("lacks %s"),
    ADDITIONAL("may not have %s"),
    TYPE("must be of type %s"),
    ENUM("must be one of %s"),
    MINIMUM("must be at least %s"),
    MAXIMUM("must be at most %s"),
    MIN_LENGTH("must have %s or more characters"),
    MAX_LENGTH("must have at most %s characters"),
    MIN_PROPERTIES("must have %s or more fields"),
    PATTERN("must fit the pattern %s"),
    /** What is wrong, and in which line. */
    NOT_JSON("is no JSON: %s (line %s)"),
    /** How many in one object or list, and how many in all. */
    MANY("has more values than any call needs: at most %s in one object or list, and %s in all"),
    BLANKS("begins or ends with a blank"),
    ENCODING("is not encoded as URLs are"),
    OTHER("is not as it must be: %s");

    private final String words;

    RequestFault(String words) {
        this.words = words;
    }

    /**
     * A sentence.
     *
     * @param place name of the parameter, or path of the field
     * @param what as the words want it
     */
    public String of(String place, Object... what) {
        return place + " " + words.formatted(what) + ".";
    }
}
