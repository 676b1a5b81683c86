package dev.reelroute.quota;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tenants may use.
 *
 * @param hold when they are held to it
 * @param allUnfinishedUploads of all tenants together; null or less than 0: any number
 * @param each what a tenant may use
 * @param tenants limits of their own
 */
@ConfigurationProperties("reelroute.quota")
public record QuotaProperties(
        Hold hold,
        @Nullable Long allUnfinishedUploads,
        @DefaultValue Limits each,
        @DefaultValue List<Own> tenants) {

    /**
     * What one tenant may use, other than the rest.
     *
     * @param name of the tenant; null: of whoever has none
     * @param limits a limit that it does not name is that of each
     */
    public record Own(@Nullable String name, @DefaultValue Limits limits) {}
}
