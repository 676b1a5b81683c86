package dev.reelroute.camel;

import java.lang.reflect.InvocationHandler;
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
 * Registers Camel's MBeans when this process serves. There are six hundred, for people who look at it with Hawtio, and they took a tenth of
 * a start.
 */
@Component
class LateMBeans implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LateMBeans.class);

    private @Nullable Waiting waiting;

    @Override
    public void beforeApplicationStart(CamelContext context) {
        ManagementStrategy strategy = context.getManagementStrategy();
        ManagementAgent agent = strategy.getManagementAgent();
        if (agent != null) {
            waiting = new Waiting(agent);
            strategy.setManagementAgent((ManagementAgent) Proxy.newProxyInstance(
                    LateMBeans.class.getClassLoader(), new Class<?>[] {ManagementAgent.class}, waiting));
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // Nothing to do: it does not serve yet.
    }

    @EventListener(ApplicationReadyEvent.class)
    void register() {
        if (waiting != null) {
            Thread thread = new Thread(waiting::registerAll, "late-mbeans");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Camel's agent, which keeps what it is told to register until it is time. */
    private static final class Waiting implements InvocationHandler {

        private final ManagementAgent agent;
        /** In Camel's order. */
        private final Map<ObjectName, Object> mbeans = new LinkedHashMap<>();

        private boolean isOver;

        Waiting(ManagementAgent agent) {
            this.agent = agent;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (arguments != null && isAnswered(method.getName(), arguments)) {
                return method.getReturnType() == boolean.class ? true : null;
            }
            try {
                return method.invoke(agent, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private synchronized boolean isAnswered(String method, Object[] arguments) {
            return switch (method) {
                case "register" -> isKept((ObjectName) arguments[1], arguments[0]);
                case "unregister" -> mbeans.remove((ObjectName) arguments[0]) != null;
                case "isRegistered" -> mbeans.containsKey((ObjectName) arguments[0]);
                default -> false;
            };
        }

        /** All but the context: by its MBean another one in this process sees that the name is taken. */
        private boolean isKept(ObjectName name, Object mbean) {
            boolean isKept = !isOver && !"context".equals(name.getKeyProperty("type"));
            if (isKept) {
                mbeans.put(name, mbean);
            }
            return isKept;
        }

        void registerAll() {
            while (registerNext()) {
                // Whoever registers or removes one meanwhile has its turn.
            }
        }

        private synchronized boolean registerNext() {
            Iterator<Map.Entry<ObjectName, Object>> next = mbeans.entrySet().iterator();
            if (!next.hasNext()) {
                isOver = true;
                return false;
            }
            Map.Entry<ObjectName, Object> mbean = next.next();
            next.remove();
            try {
                agent.register(mbean.getValue(), mbean.getKey());
            } catch (JMException e) {
                LOG.warn("Hawtio does not show {}", mbean.getKey(), e);
            }
            return true;
        }
    }
}
