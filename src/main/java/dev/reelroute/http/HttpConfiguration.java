package dev.reelroute.http;

import dev.reelroute.access.Callers;
import dev.reelroute.access.Operations;
import dev.reelroute.address.Addresses;
import dev.reelroute.api.ApiProperties;
import dev.reelroute.api.ProblemWriter;
import dev.reelroute.health.Disk;
import dev.reelroute.intake.Intake;
import dev.reelroute.store.PresignedUrls;
import dev.reelroute.store.StoreProperties;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskDecorator;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** The order of the filters that a request passes, and the ports. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;
    /** Threads of the connector for health: one for a probe, and one to spare. */
    private static final int HEALTH_THREADS = 2;
    /** Uploads at a time that are passed on. */
    private static final int UPLOADS = 140;
    /**
     * Connections to the store: some more, because one that is ended is there for a moment. Fewer than the threads of the embedded
     * store: the workers, its own clients, must also find one.
     */
    private static final int CONNECTIONS = 150;

    @Bean
    ServedPaths servedPaths(@Value("${reelroute.serves}") boolean serves, ProblemWriter problems) {
        return new ServedPaths(serves, problems);
    }

    @Bean
    FilterRegistrationBean<ServedPaths> servedPathsFirst(ServedPaths servedPaths) {
        return filter(servedPaths, FIRST);
    }

    @Bean
    FilterRegistrationBean<Entrance> entrance(Addresses addresses, ProblemWriter problems) {
        return filter(new Entrance(addresses, problems), FIRST + 1);
    }

    @Bean
    FilterRegistrationBean<Bodies> bodies(
            HttpProperties limits, Operations operations, SlowPeers slowPeers, ProblemWriter problems) {
        return filter(new Bodies(limits, operations, slowPeers, problems), FIRST + 2);
    }

    @Bean
    FilterRegistrationBean<ForwardedHeaderFilter> forwardedHeaders() {
        FilterRegistrationBean<ForwardedHeaderFilter> headers = filter(new ForwardedHeaderFilter(), FIRST + 3);
        // The page for addresses where nothing is has links, too.
        headers.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        return headers;
    }

    @Bean
    FilterRegistrationBean<OriginRules> originRules(
            Addresses addresses, ProblemWriter problems, Operations operations, ApiProperties api) {
        return filter(new OriginRules(addresses, problems, operations, api), FIRST + 4);
    }

    /** Spring's own firewall refuses every byte of UTF-8 that looks like a control character, with a stack trace. */
    @Bean
    HttpFirewall headersAtTheEntrance() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderValues(value -> !Entrance.hasControls(value));
        return firewall;
    }

    private static <T extends Filter> FilterRegistrationBean<T> filter(T filter, int order) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        registration.setAsyncSupported(true);
        return registration;
    }

    /** Routes answer in threads of their own, which have to know the address of the request. */
    @Bean
    TaskDecorator carrier(Addresses addresses, Callers callers) {
        return work -> callers.carried(addresses.carried(work));
    }

    @Bean
    ServletRegistrationBean<UploadRelay> uploadRelay(
            Addresses addresses,
            ProblemWriter problems,
            PresignedUrls presigned,
            StoreProperties store,
            Intake intake,
            Disk disk,
            @Value("${reelroute.embedded.store:false}") boolean isStoreHere,
            @Value("${reelroute.intake.prefix}") String prefix,
            @Value("${reelroute.serves}") boolean serves) {
        ServletRegistrationBean<UploadRelay> relay = new ServletRegistrationBean<>(
                new UploadRelay(
                        addresses,
                        problems,
                        presigned,
                        store.endpoint(),
                        "/" + store.bucket() + "/" + prefix,
                        intake::uploader,
                        new UploadPlaces(UPLOADS, System::nanoTime),
                        bytes -> !isStoreHere || disk.hasRoomFor(bytes)),
                PresignedUrls.RELAYED + "/*");
        relay.setEnabled(serves && store.isRelayed());
        relay.setAsyncSupported(true);
        relay.addInitParameter("maxThreads", "8");
        // More than Tomcat has read ahead: otherwise a thread of the client would read the rest of its buffer, and an
        // upload that ends there would fail.
        relay.addInitParameter("requestBufferSize", "65536");
        relay.addInitParameter("maxConnections", Integer.toString(CONNECTIONS));
        // How long the store may send nothing; joining the parts of a film takes it some seconds.
        relay.addInitParameter("idleTimeout", "60000");
        relay.addInitParameter("timeout", "0");
        return relay;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectors(
            HttpProperties limits, SlowPeers slowPeers, BrokenOff brokenOff, ProblemWriter problems) {
        return server -> {
            server.addContextCustomizers(context -> {
                context.getParent().getPipeline().addValve(new ProblemReport(problems));
                if (context instanceof StandardContext standard) {
                    brokenOff.watch(standard);
                }
            });
            server.setProtocol(WatchedProtocol.class.getName());
            server.addEngineValves(new NoSwallowing());
            server.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof WatchedProtocol watched) {
                    watched.setConnectionTimeout((int) limits.headerTimeout().toMillis());
                    slowPeers.watch(watched);
                    brokenOff.watch(watched);
                }
            });
            if (limits.healthPort() >= 0) {
                Connector health = healthConnector(server, limits.healthPort());
                brokenOff.watch((WatchedProtocol) health.getProtocolHandler());
                server.addAdditionalTomcatConnectors(health);
            }
        };
    }

    private static Connector healthConnector(TomcatServletWebServerFactory server, int port) {
        Connector connector = new Connector(WatchedProtocol.class.getName());
        connector.setPort(port);
        connector.setProperty("connectionTimeout", "5000");
        if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setAddress(server.getAddress());
            protocol.setMaxThreads(HEALTH_THREADS);
            protocol.setMinSpareThreads(1);
        }
        return connector;
    }
}
