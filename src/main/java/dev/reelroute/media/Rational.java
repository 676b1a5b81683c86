package dev.reelroute.media;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An exact positive fraction in lowest terms, such as a frame rate of 30000/1001 frames per second.
 *
 * @param num numerator, at least 1
 * @param den denominator, at least 1
 */
public record Rational(long num, long den) implements Comparable<Rational> {

    public Rational {
        if (num < 1 || den < 1) {
            throw new IllegalArgumentException("A fraction needs positive parts, got " + num + "/" + den);
        }
        long gcd = gcd(num, den);
        num /= gcd;
        den /= gcd;
    }

    /** Reads {@code "30000/1001"}, {@code "25"} or FFmpeg's {@code "1:1"}. */
    @JsonCreator
    public static Rational parse(String text) {
        String[] parts = text.split("[/:]", 2);
        return new Rational(Long.parseLong(parts[0].trim()), parts.length == 1 ? 1 : Long.parseLong(parts[1].trim()));
    }

    public double value() {
        return (double) num / den;
    }

    /** Seconds that {@code count} periods of this rate take: {@code count / rate}. */
    public double seconds(long count) {
        return (double) count * den / num;
    }

    @Override
    public int compareTo(Rational other) {
        return Long.compare(num * other.den, other.num * den);
    }

    @Override
    @JsonValue
    public String toString() {
        return num + "/" + den;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
