package dev.reelroute.address;

import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** IP addresses and blocks of them, as people write them. */
public final class Networks {

    private static final String ADDRESS = "(?:OCTET(?:\\.OCTET){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)"
            .replace("OCTET", "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    /**
     * The matcher accepts whatever resembles an address, and would look up a host name; and it reads a negative number of
     * bits as no number.
     */
    private static final Pattern NETWORK = Pattern.compile(ADDRESS + "(?:/\\d{1,3})?");

    private static final Pattern LITERAL = Pattern.compile(ADDRESS);

    private Networks() {}

    /**
     * What finds the addresses of a network, or the one address.
     *
     * @throws IllegalArgumentException with what was expected
     */
    public static IpAddressMatcher of(String text) {
        if (!NETWORK.matcher(text).matches()) {
            throw new IllegalArgumentException("expected an address or a network such as 10.1.0.0/16, found " + text);
        }
        return new IpAddressMatcher(text);
    }

    /** Whether it is the address of one machine, in digits. */
    static boolean isAddress(String text) {
        return LITERAL.matcher(text).matches();
    }
}
