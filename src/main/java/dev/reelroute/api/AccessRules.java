package dev.reelroute.api;

import static dev.reelroute.access.Doorkeeper.path;

import dev.reelroute.access.AccessProperties;
import dev.reelroute.access.Audit;
import dev.reelroute.access.Bearers;
import dev.reelroute.access.CallerFilter;
import dev.reelroute.access.Callers;
import dev.reelroute.access.Doorkeeper;
import dev.reelroute.access.UploadTokens;
import dev.reelroute.quota.RequestRates;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;

/**
 * Who may do what. Everything of the operators' (Hawtio, Jolokia, metrics, actuator) wants the operator's password or key,
 * except health; a call of the API wants what the contract says, unless access is open; the page is everybody's, and asks
 * for a key where the API does. What is named by none of these is not there. Paths are compared decoded, as those who
 * answer read them.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AccessRules {

    private static final Set<String> HEALTH =
            Set.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");
    private static final Set<String> OPEN =
            Set.of("/", "/index.html", "/favicon.svg", "/error", "/api/docs", "/api/openapi.yaml", "/oembed");
    private static final Set<String> OPEN_BELOW =
            Set.of("/css/", "/js/", "/vendor/", "/docs/", "/videos/", "/play/", "/watch/", "/embed/", "/s3/");

    private final AccessProperties access;
    private final Bearers bearers;
    private final AccessProblems problems;
    private final ContentPolicy policy;

    AccessRules(AccessProperties access, Bearers bearers, AccessProblems problems, ContentPolicy policy) {
        this.access = access;
        this.bearers = bearers;
        this.problems = problems;
        this.policy = policy;
    }

    @Bean
    PasswordEncoder operatorsPassword() {
        return new OperatorPassword();
    }

    @Bean
    UserDetailsService operators(@Value("${reelroute.operator.password}") String password, PasswordEncoder encoder) {
        return new InMemoryUserDetailsManager(User.withUsername("operator")
                .password(encoder.encode(password))
                .roles("OPERATOR")
                .build());
    }

    /** Each of some fifteen filters would be timed by itself, for figures that nobody looks at: a quarter of a small answer's time. */
    @Bean
    SecurityObservationSettings filtersAreNotObserved() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain operatorRules(HttpSecurity http) throws Exception {
        // By path, not by endpoint or servlet: Jolokia is a servlet of its own, which matchers of endpoints do not
        // see, and those of Spring MVC's paths neither.
        return withBearers(http)
                .securityMatcher(request -> (path(request) + "/").startsWith("/actuator/"))
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
    SecurityFilterChain apiRules(
            HttpSecurity http,
            Doorkeeper doorkeeper,
            Callers callers,
            Audit audit,
            RequestRates rates,
            Problems answers,
            ProblemWriter writer,
            ProblemFilter filter)
            throws Exception {
        BearerTokenResolver header = new DefaultBearerTokenResolver();
        return served(http)
                // Where access is open, only upload tokens are looked at: pages of other origins come with them.
                .oauth2ResourceServer(server -> bearers(server)
                        .bearerTokenResolver(request ->
                                access.isOpen() && !UploadTokens.isIn(request) ? null : header.resolve(request)))
                .securityMatcher(request -> path(request).startsWith("/api/") && !isOpen(request))
                .authorizeHttpRequests(rules -> rules.anyRequest().access(doorkeeper))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new CallerFilter(access, callers, audit), ExceptionTranslationFilter.class)
                .addFilterAfter(new RateFilter(callers, rates, answers, writer, filter), CallerFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain publicRules(HttpSecurity http) throws Exception {
        return served(http)
                .authorizeHttpRequests(rules -> rules.requestMatchers(AccessRules::isOpen)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                        (request, response, why) -> response.sendError(HttpStatus.NOT_FOUND.value())))
                .build();
    }

    /** Where access is open nobody looks at keys: a proxy in front may use the header for itself. */
    private HttpSecurity withBearers(HttpSecurity http) throws Exception {
        return access.isOpen() ? http : http.oauth2ResourceServer(this::bearers);
    }

    private OAuth2ResourceServerConfigurer<HttpSecurity> bearers(OAuth2ResourceServerConfigurer<HttpSecurity> server) {
        return server.authenticationManagerResolver(request -> bearers).authenticationEntryPoint(problems);
    }

    private HttpSecurity served(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.addHeaderWriter(policy)
                        // The policy says who may frame a page; the older header cannot say it of some sites.
                        .frameOptions(frames -> frames.disable())
                        // The answers say themselves how long they may be kept.
                        .cacheControl(cache -> cache.disable()));
    }

    private static boolean isOpen(HttpServletRequest request) {
        String path = path(request);
        return OPEN.contains(path) || OPEN_BELOW.stream().anyMatch(path::startsWith);
    }
}
