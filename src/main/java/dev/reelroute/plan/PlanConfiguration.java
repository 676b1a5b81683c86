package dev.reelroute.plan;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The profiles of the folder that the configuration names. */
@Configuration(proxyBeanMethods = false)
class PlanConfiguration {

    @Bean
    Profiles profiles(@Value("${reelroute.plan.profiles}") Path folder) {
        return Profiles.load(folder);
    }
}
