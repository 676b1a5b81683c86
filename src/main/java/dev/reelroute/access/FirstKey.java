package dev.reelroute.access;

import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Has the ledger know the key that the first operator has from the start, before the API answers. */
@Component
class FirstKey implements ApplicationRunner {

    private final AccessProperties properties;
    private final Keys keys;
    private final boolean serves;

    FirstKey(AccessProperties properties, Keys keys, @Value("${reelroute.serves}") boolean serves) {
        this.properties = properties;
        this.keys = keys;
        this.serves = serves;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (serves && properties.takes(AccessMode.KEYS)) {
            keys.know(Objects.requireNonNull(properties.operatorKey()), "first operator", Set.of(Scope.OPERATE));
        }
    }
}
