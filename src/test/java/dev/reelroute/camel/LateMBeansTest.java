package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class LateMBeansTest {

    private static final String NAME = "late-mbeans-test";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final LateMBeans late = new LateMBeans();

    @Test
    void theyAreThereOnceItServes() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().setName(NAME);
            late.beforeApplicationStart(context);
            for (String id : List.of("stays", "goes", "goes-later")) {
                context.addRoutes(route(id));
            }
            context.start();

            assertThat(routes()).isEmpty();
            context.getRouteController().stopRoute("goes");
            context.removeRoute("goes");

            late.register();

            await().untilAsserted(() -> assertThat(routes()).containsExactlyInAnyOrder("stays", "goes-later"));
            assertThat(server.getAttribute(name("routes", "\"stays\""), "State"))
                    .isEqualTo("Started");

            context.addRoutes(route("comes-later"));
            context.getRouteController().stopRoute("goes-later");
            context.removeRoute("goes-later");

            assertThat(routes()).containsExactlyInAnyOrder("stays", "comes-later");
        }
        assertThat(server.queryNames(new ObjectName("org.apache.camel:context=" + NAME + ",*"), null))
                .isEmpty();
    }

    private List<String> routes() throws Exception {
        return server.queryNames(name("routes", "*"), null).stream()
                .map(route -> ObjectName.unquote(route.getKeyProperty("name")))
                .toList();
    }

    private static ObjectName name(String type, String name) throws Exception {
        return new ObjectName("org.apache.camel:context=" + NAME + ",type=" + type + ",name=" + name);
    }

    private static RouteBuilder route(String id) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).to("mock:" + id);
            }
        };
    }
}
