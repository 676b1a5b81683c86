package dev.reelroute;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * TLS and digests by native code, before anything asks for either. The JDK's own are fast only where its second compiler
 * has come to them, which {@code ./reelroute} does without: there, they move 27 and 90 MB a second. They remain where
 * there is no native code for the machine, or {@code -Dreelroute.cryptography=jdk} asks for them.
 */
class FastCryptography implements ApplicationListener<ApplicationStartingEvent> {

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        if (!"jdk".equals(System.getProperty("reelroute.cryptography"))) {
            AmazonCorrettoCryptoProvider.install();
        }
    }
}
