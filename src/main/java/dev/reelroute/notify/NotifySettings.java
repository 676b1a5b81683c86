package dev.reelroute.notify;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the parts of this package from the configuration. */
@Configuration(proxyBeanMethods = false)
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
