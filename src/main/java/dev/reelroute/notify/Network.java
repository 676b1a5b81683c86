package dev.reelroute.notify;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses in CIDR notation, such as {@code 10.0.0.0/8}; a bare address is a block of one. */
final class Network {

    private final byte[] start;
    private final int bits;

    private Network(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException when it is not a block of literal addresses */
    static Network parse(String text) {
        String[] parts = text.strip().split("/", 2);
        if (!parts[0].matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException("expected an address or a network such as 10.1.0.0/16, found " + text);
        }
        try {
            byte[] start = InetAddress.getByName(parts[0]).getAddress();
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : start.length * 8;
            if (bits < 0 || bits > start.length * 8) {
                throw new IllegalArgumentException("expected 0 to " + start.length * 8 + " bits, found " + text);
            }
            return new Network(start, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected an address, found " + text, e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (start[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
