package dev.reelroute.notify;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes of the configuration what the classes of this package are built of. */
@Configuration
class NotifySettings {

    @Bean
    Signature webhookSignature(NotifyProperties properties) {
        return new Signature(properties.secrets());
    }

    @Bean
    AddressRules webhookAddresses(NotifyProperties properties) {
        return new AddressRules(properties.allow());
    }
}
