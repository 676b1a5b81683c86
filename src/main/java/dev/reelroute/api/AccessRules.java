package dev.reelroute.api;

import dev.reelroute.store.StoreProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
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
 * Who may do what. Everything of the operators' (Hawtio, Jolokia, metrics, actuator) wants the operator's password,
 * except health; the API and the page are open, because a product in front of them decides who its users are.
 */
@Configuration
@EnableWebSecurity
class AccessRules {

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
        // By path, not by endpoint or servlet: Jolokia is a servlet of its own, which matchers of endpoints do not see.
        return http.securityMatcher(request -> request.getRequestURI().startsWith("/actuator"))
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                request -> request.getRequestURI().matches("/actuator/health(/liveness|/readiness)?"))
                        .permitAll()
                        .anyRequest()
                        .hasRole("OPERATOR"))
                .httpBasic(Customizer.withDefaults())
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain publicRules(HttpSecurity http, StoreProperties store) throws Exception {
        String policy = "default-src 'self'; connect-src 'self' " + store.originForBrowsers()
                + "; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; style-src 'self'"
                + " 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
        return http.authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                        .frameOptions(frames -> frames.sameOrigin())
                        // The answers say themselves how long they may be kept.
                        .cacheControl(cache -> cache.disable()))
                .build();
    }
}
