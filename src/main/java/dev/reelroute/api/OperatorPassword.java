package dev.reelroute.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The operator's password, which stands in the configuration as it is: there is nothing that a slow hash would protect. Comparing one
 * took a tenth of a second of a processor, with which whoever reaches a port could keep the machine busy.
 */
final class OperatorPassword implements PasswordEncoder {

    @Override
    public String encode(CharSequence password) {
        return password.toString();
    }

    /** Takes as long whatever is wrong with it. */
    @Override
    public boolean matches(CharSequence password, String right) {
        return MessageDigest.isEqual(digest(password), digest(right));
    }

    private static byte[] digest(CharSequence text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
