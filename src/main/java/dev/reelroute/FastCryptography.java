package dev.reelroute;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Installs native code for TLS and digests, before anything asks for them. The JDK's own code is fast only after its
 * second compiler has compiled it, and {@code ./reelroute} runs without that compiler: there it moves 27 and 90 MB a
 * second. The JDK's code stays in use where there is no native code for the machine, or where {@code
 * -Dreelroute.cryptography=jdk} asks for it.
 */
class FastCryptography implements ApplicationListener<ApplicationStartingEvent> {

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        if (!"jdk".equals(System.getProperty("reelroute.cryptography"))) {
            AmazonCorrettoCryptoProvider.install();
        }
    }
}
