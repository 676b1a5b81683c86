package dev.reelroute;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: API, worker or both, as {@code reelroute.role} says. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Reelroute {

    public static void main(String[] arguments) {
        SpringApplication.run(Reelroute.class, arguments);
    }
}
