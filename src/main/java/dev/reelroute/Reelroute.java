package dev.reelroute;

import dev.reelroute.api.ConsoleGreeting;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: API, worker or both, as {@code reelroute.role} says. */
// Without these, no bean is searched for annotations that none has.
@SpringBootApplication(
        proxyBeanMethods = false,
        exclude = {
            AopAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            PersistenceExceptionTranslationAutoConfiguration.class
        })
@ConfigurationPropertiesScan
public class Reelroute {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Reelroute.class);
        application.addListeners(new ConsoleGreeting());
        try {
            application.run(arguments);
        } catch (SpringApplication.AbandonedRunException e) {
            // The build prepares the beans, and goes no further.
            throw e;
        } catch (RuntimeException e) {
            // Spring Boot has logged why. Threads that have started already would keep the process alive, doing
            // nothing.
            System.exit(1);
        }
    }
}
