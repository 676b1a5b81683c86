package dev.reelroute.camel;

import java.time.Duration;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Divides {@code /api} between the routes and the few controllers that answer what a route cannot. */
@Configuration(proxyBeanMethods = false)
public class ContractConfiguration {

    /** Camel has order -1, and each path of the contract takes all paths below it: {@code /api/videos/{id}/**}. */
    private static final int BEFORE_CAMEL = -2;

    @Bean
    PartlyRoutedContract partlyRoutedContract() {
        return new PartlyRoutedContract();
    }

    @Bean
    ContractValidator contractValidator() {
        return new ContractValidator();
    }

    /** Under the name by which Camel's component looks for it. */
    @Bean("platform-http-engine")
    PlatformHttpEngine answersAtOnce(
            ServerProperties server,
            ThreadPoolTaskExecutor applicationTaskExecutor,
            @Value("${reelroute.http.longest-wait}") Duration patience) {
        return new AnswersAtOnce(server.getPort(), applicationTaskExecutor, patience);
    }

    /** The component has no property that takes a bean. */
    @Bean
    ComponentCustomizer contractCustomizer(PartlyRoutedContract contract) {
        return ComponentCustomizer.forType(
                RestOpenApiComponent.class, component -> component.setRestOpenapiProcessorStrategy(contract));
    }

    @Bean
    WebMvcRegistrations controllersBeforeCamel() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new RequestMappingHandlerMapping() {
                    @Override
                    public int getOrder() {
                        return BEFORE_CAMEL;
                    }
                };
            }
        };
    }
}
