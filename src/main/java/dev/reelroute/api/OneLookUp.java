package dev.reelroute.api;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;

/**
 * Has Spring MVC look up once who answers a request. Spring Security would have it do so before its own filters as well, for rules about the
 * paths of Spring MVC, of which {@link AccessRules} has none: a twentieth of a registration. It has no setting for that.
 */
@Component
class OneLookUp implements BeanPostProcessor {

    private final ApplicationContext context;

    OneLookUp(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (!bean.getClass().equals(HandlerMappingIntrospector.class)) {
            return bean;
        }
        HandlerMappingIntrospector same = new HandlerMappingIntrospector() {
            @Override
            public Filter createCacheFilter() {
                return (request, response, chain) -> chain.doFilter(request, response);
            }
        };
        same.setApplicationContext(context);
        return same;
    }
}
