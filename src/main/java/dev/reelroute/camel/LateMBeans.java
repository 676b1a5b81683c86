package dev.reelroute.camel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Registers the MBeans of routes when this process serves. They are for people who look at it with Hawtio, and were a ninth of a start.
 */
@Component
class LateMBeans implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LateMBeans.class);

    /** In the order in which they are to be registered; its lock guards the two below, too. */
    private final Map<ObjectName, Object> waiting = new LinkedHashMap<>();

    private boolean areRegistered;
    private @Nullable ManagementAgent agent;

    @Override
    public void beforeApplicationStart(CamelContext context) {
        ManagementStrategy strategy = context.getManagementStrategy();
        agent = strategy.getManagementAgent();
        if (agent != null) {
            strategy.setManagementAgent((ManagementAgent) Proxy.newProxyInstance(
                    LateMBeans.class.getClassLoader(),
                    new Class<?>[] {ManagementAgent.class},
                    (proxy, method, arguments) -> call(agent, method, arguments)));
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // Nothing to do: it does not serve yet.
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread thread = new Thread(this::registerAll, "late-mbeans");
        thread.setDaemon(true);
        thread.start();
    }

    private @Nullable Object call(ManagementAgent target, Method method, Object @Nullable [] arguments) throws Throwable {
        synchronized (waiting) {
            switch (method.getName()) {
                case "register" -> {
                    if (!areRegistered && mayWait((ObjectName) arguments[1])) {
                        waiting.put((ObjectName) arguments[1], arguments[0]);
                        return null;
                    }
                }
                case "unregister" -> {
                    if (waiting.remove((ObjectName) arguments[0]) != null) {
                        return null;
                    }
                }
                case "isRegistered" -> {
                    if (waiting.containsKey((ObjectName) arguments[0])) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean mayWait(ObjectName name) {
        return !"context".equals(name.getKeyProperty("type"));
    }

    private void registerAll() {
        while (registerNext()) {}
    }

    private boolean registerNext() {
        synchronized (waiting) {
            Iterator<Map.Entry<ObjectName, Object>> all = waiting.entrySet().iterator();
            if (!all.hasNext()) {
                areRegistered = true;
                return false;
            }
            Map.Entry<ObjectName, Object> next = all.next();
            all.remove();
            try {
                agent.register(next.getValue(), next.getKey());
            } catch (JMException e) {
                LOG.warn("Hawtio does not show {}", next.getKey(), e);
            }
            return true;
        }
    }
}
