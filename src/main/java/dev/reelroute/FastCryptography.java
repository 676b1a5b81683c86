package dev.reelroute;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.reelroute.startup.Beside;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Installs native code for TLS and digests, before any bean asks for them. The JDK's own code is fast only after its
 * second compiler has compiled it, and {@code ./reelroute} runs without that compiler: there it moves 27 and 90 MB a
 * second. The JDK's code stays in use where there is no native code for the machine, or where {@code
 * -Dreelroute.cryptography=jdk} asks for it.
 */
class FastCryptography implements ApplicationListener<SpringApplicationEvent> {

    private @Nullable Beside<Boolean> installation;

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationStartingEvent && !"jdk".equals(System.getProperty("reelroute.cryptography"))) {
            // It unpacks its library, loads it and tests it: meanwhile, the configuration is read.
            installation = new Beside<>(() -> {
                        AmazonCorrettoCryptoProvider.install();
                        return true;
                    })
                    .begin("cryptography");
        } else if (event instanceof ApplicationPreparedEvent && installation != null) {
            installation.end();
        }
    }
}
