package dev.reelroute.embedded;

import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.stereotype.Component;

/**
 * Has the embedded servers begin before the first large part of the other beans, which is our own web server. They take longer than what
 * would otherwise be left to do beside them.
 */
@Component
class EmbeddedServersFirst extends AbstractDependsOnBeanFactoryPostProcessor {

    EmbeddedServersFirst() {
        super(ServletWebServerFactory.class, EmbeddedServers.class);
    }
}
