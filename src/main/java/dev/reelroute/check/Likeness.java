package dev.reelroute.check;

/** How similar one stretch of audio is to another, at every lag: normalised cross-correlation by Fourier transform. */
final class Likeness {

    /** −60 dB below full scale: inaudible. */
    private static final double SILENT = 33;
    /** Below this, a match is chance. */
    private static final double UNLIKE = 0.3;
    /** Above this, the copy becomes louder and softer together with the original. */
    private static final double SWELLS_ALIKE = 0.7;
    /** 20 ms of 8 kHz. */
    private static final int BLOCK = 160;

    private Likeness() {}

    /**
     * @param comparable the original has something to hear
     * @param best correlation at the best lag, 0 to 1
     * @param near best correlation within the tolerance
     * @param lag samples by which the copy is late at its best
     * @param swell correlation of how loud both are, block by block
     */
    record Match(boolean comparable, double best, double near, int lag, double swell) {

        /**
         * Noise that was stretched by a tiny amount, to follow its clock, has other samples, but its loudness changes
         * as the original's does.
         */
        boolean unlike() {
            return best < UNLIKE && swell < SWELLS_ALIKE;
        }

        /**
         * What the best lag leaves unexplained is far less than what any tolerable lag leaves. A steady tone is like
         * itself at every period: where no lag is better than the tolerable ones, there is no sign of an offset.
         */
        boolean shifted() {
            boolean plainly = best > 0.5 && near < 0.7 * best;
            return plainly || (best >= UNLIKE && 1 - near * near > 3 * (1 - best * best) + 0.008);
        }
    }

    /**
     * @param original channels, each with room for {@code reach} more at both ends
     * @param copy channels on the same time line
     * @param reach lags that are tried, in samples, to both sides
     * @param tolerance lags that do not count as an offset
     */
    static Match of(float[][] original, float[][] copy, int reach, int tolerance) {
        int louder = energy(original[1]) > energy(original[0]) ? 1 : 0;
        float[] heard = original[louder];
        float[] made = copy[louder];
        int length = heard.length;
        double inside = 0;
        for (int i = reach; i < length - reach; i++) {
            inside += (double) heard[i] * heard[i];
        }
        if (Math.sqrt(inside / Math.max(1, length - 2 * reach)) < SILENT) {
            return new Match(false, 0, 0, 0, 0);
        }
        double copyEnergy = energy(made);
        double[] sums = new double[length + 1];
        for (int i = 0; i < length; i++) {
            sums[i + 1] = sums[i] + (double) heard[i] * heard[i];
        }
        double[] products = products(heard, made, reach);
        double best = 0;
        double near = 0;
        int bestLag = 0;
        for (int lag = -reach; lag <= reach; lag++) {
            // The copy fills [reach, length - reach); when it is late by lag, it holds the original from lag earlier
            // on.
            double energy = sums[Math.min(length, length - reach - lag)] - sums[Math.max(0, reach - lag)];
            double likeness = energy <= 0 || copyEnergy <= 0
                    ? 0
                    : Math.max(0, products[lag + reach] / Math.sqrt(energy * copyEnergy));
            if (likeness > best) {
                best = likeness;
                bestLag = lag;
            }
            if (Math.abs(lag) <= tolerance) {
                near = Math.max(near, likeness);
            }
        }
        return new Match(true, best, near, bestLag, swell(heard, made, reach));
    }

    private static double swell(float[] heard, float[] made, int reach) {
        int blocks = (heard.length - 2 * reach) / BLOCK;
        double[] sums = new double[5];
        for (int block = 0; block < blocks; block++) {
            double x = loudness(heard, reach + block * BLOCK);
            double y = loudness(made, reach + block * BLOCK);
            sums[0] += x;
            sums[1] += y;
            sums[2] += x * x;
            sums[3] += y * y;
            sums[4] += x * y;
        }
        double spread = (blocks * sums[2] - sums[0] * sums[0]) * (blocks * sums[3] - sums[1] * sums[1]);
        return spread <= 0 ? 0 : (blocks * sums[4] - sums[0] * sums[1]) / Math.sqrt(spread);
    }

    private static double loudness(float[] samples, int from) {
        double sum = 0;
        for (int i = from; i < from + BLOCK; i++) {
            sum += Math.abs(samples[i]);
        }
        return sum;
    }

    /** Sum over i of {@code made[i] · heard[i − lag]}, for every lag from −reach to reach. */
    private static double[] products(float[] heard, float[] made, int reach) {
        int size = Integer.highestOneBit(heard.length + reach) * 2;
        double[] hr = new double[size];
        double[] hi = new double[size];
        double[] mr = new double[size];
        double[] mi = new double[size];
        for (int i = 0; i < heard.length; i++) {
            hr[i] = heard[i];
            mr[i] = made[i];
        }
        transform(hr, hi);
        transform(mr, mi);
        for (int i = 0; i < size; i++) {
            double real = mr[i] * hr[i] + mi[i] * hi[i];
            // Conjugated, so that the forward transform serves as the inverse.
            mi[i] = -(mi[i] * hr[i] - mr[i] * hi[i]);
            mr[i] = real;
        }
        transform(mr, mi);
        double[] products = new double[2 * reach + 1];
        for (int lag = -reach; lag <= reach; lag++) {
            products[lag + reach] = mr[Math.floorMod(lag, size)] / size;
        }
        return products;
    }

    /** In place, radix 2, forward (Cooley and Tukey 1965). */
    private static void transform(double[] real, double[] imaginary) {
        int size = real.length;
        for (int i = 1, j = 0; i < size; i++) {
            int bit = size >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double r = real[i];
                real[i] = real[j];
                real[j] = r;
                double m = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = m;
            }
        }
        for (int half = 1; half < size; half *= 2) {
            for (int k = 0; k < half; k++) {
                double angle = -Math.PI * k / half;
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                for (int even = k; even < size; even += 2 * half) {
                    int odd = even + half;
                    double r = real[odd] * cos - imaginary[odd] * sin;
                    double m = real[odd] * sin + imaginary[odd] * cos;
                    real[odd] = real[even] - r;
                    imaginary[odd] = imaginary[even] - m;
                    real[even] += r;
                    imaginary[even] += m;
                }
            }
        }
    }

    private static double energy(float[] samples) {
        double energy = 0;
        for (float sample : samples) {
            energy += (double) sample * sample;
        }
        return energy;
    }
}
