package dev.reelroute.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * As slow as usual for a guess. What was right once is recognised at once: Hawtio sends the password with each of its
 * files, and a comparison takes a tenth of a second of the processor.
 */
final class RememberedPassword implements PasswordEncoder {

    private final PasswordEncoder slow = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private volatile byte @Nullable [] right;

    @Override
    public String encode(CharSequence password) {
        return slow.encode(password);
    }

    @Override
    public boolean matches(CharSequence password, String encoded) {
        byte[] asked = (encoded + " " + password).getBytes(StandardCharsets.UTF_8);
        byte[] known = right;
        if (known != null && MessageDigest.isEqual(known, asked)) {
            return true;
        }
        boolean matches = slow.matches(password, encoded);
        if (matches) {
            right = asked;
        }
        return matches;
    }
}
