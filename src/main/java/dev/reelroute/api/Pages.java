package dev.reelroute.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Where the pages and the contract are found. */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/api/docs").setViewName("forward:/docs/index.html");
    }

    /** The contract file from which the routes are made. */
    @RestController
    static class Contract {

        @GetMapping(path = "/api/openapi.yaml", produces = "application/yaml")
        Resource contract() {
            return new ClassPathResource("openapi/reelroute.yaml");
        }
    }
}
