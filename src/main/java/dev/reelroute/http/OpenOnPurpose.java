package dev.reelroute.http;

import dev.reelroute.failure.Misconfigured;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * An API without users listens only on this machine, unless the operator says on purpose that it is open. Checked
 * before anything is started or written.
 */
public class OpenOnPurpose implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean serves = !"worker".equals(environment.getProperty("reelroute.role"));
        String address = environment.getProperty("server.address", "");
        if (serves && !isLoopback(address) && !"open".equals(environment.getProperty("reelroute.access"))) {
            throw new Misconfigured(
                    "server.address is " + (address.isBlank() ? "empty (all networks)" : address)
                            + ", and whoever reaches it may list, upload and delete everything: the API knows no users yet.",
                    "Say reelroute.access=open if something in front lets only the right ones through (a proxy that asks who"
                            + " they are, a private network), or keep server.address=127.0.0.1.");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
