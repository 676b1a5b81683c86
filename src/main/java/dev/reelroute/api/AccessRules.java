package dev.reelroute.api;

import dev.reelroute.address.Addresses;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.store.StoreProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may do what. All that is for operators (Hawtio, Jolokia, metrics, actuator) needs the operator's password, except
 * health. The API and the page are open, because a product in front of them decides who its users are. Any other path
 * is not found. Paths are compared decoded, as the code that answers them reads them.
 */
@Configuration
@EnableWebSecurity
class AccessRules {

    private static final Set<String> HEALTH =
            Set.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");
    private static final Set<String> OPEN = Set.of("/", "/index.html", "/favicon.svg", "/error");
    private static final Set<String> OPEN_BELOW =
            Set.of("/css/", "/js/", "/vendor/", "/docs/", "/api/", "/videos/", "/s3/");

    @Bean
    UserDetailsService operators(@Value("${reelroute.operator.password}") String password) {
        var encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        return new InMemoryUserDetailsManager(User.withUsername("operator")
                .password(encoder.encode(password))
                .roles("OPERATOR")
                .build());
    }

    @Bean
    @Order(1)
    SecurityFilterChain operatorRules(HttpSecurity http) throws Exception {
        // By path, not by endpoint or servlet: Jolokia is a servlet of its own, which neither the matchers of endpoints
        // nor those of Spring MVC's paths see.
        return http.securityMatcher(request -> (path(request) + "/").startsWith("/actuator/"))
                .authorizeHttpRequests(rules -> rules.requestMatchers(request -> HEALTH.contains(path(request)))
                        .permitAll()
                        .anyRequest()
                        .hasRole("OPERATOR"))
                .httpBasic(Customizer.withDefaults())
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain publicRules(
            HttpSecurity http,
            StoreProperties store,
            Addresses addresses,
            @Value("${reelroute.playback.base-url:}") String playback)
            throws Exception {
        String policy = policy(store.originForBrowsers(), addresses.configured(), playback);
        return http.authorizeHttpRequests(rules -> rules.requestMatchers(AccessRules::isOpen)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                        (request, response, why) -> response.sendError(HttpStatus.NOT_FOUND.value())))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                        .frameOptions(frames -> frames.sameOrigin())
                        // The answers themselves say how long they may be cached.
                        .cacheControl(cache -> cache.disable()))
                .build();
    }

    private static boolean isOpen(HttpServletRequest request) {
        String path = path(request);
        return OPEN.contains(path) || OPEN_BELOW.stream().anyMatch(path::startsWith);
    }

    /** The path as the server has decoded and normalised it to choose who answers. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    /**
     * What the page may load, and from where.
     *
     * @param uploads origin that the page uploads to; empty: its own
     * @param ours public address of this installation, for a page that was opened under another name
     * @param playback origin that the page plays from; empty: its own
     */
    private static String policy(String uploads, @Nullable PublicAddress ours, String playback) {
        Set<String> media = new LinkedHashSet<>(Set.of("'self'"));
        if (ours != null) {
            media.add(ours.origin());
        }
        if (!playback.isBlank()) {
            URI cdn = URI.create(playback);
            media.add(cdn.getScheme() + "://" + cdn.getRawAuthority());
        }
        Set<String> connect = new LinkedHashSet<>(media);
        if (!uploads.isBlank()) {
            connect.add(uploads);
        }
        String from = String.join(" ", media);
        return "default-src 'self'; connect-src " + String.join(" ", connect) + "; img-src " + from
                + " data: blob:; media-src "
                + from + " blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none';"
                + " base-uri 'none'; frame-ancestors 'self'";
    }
}
