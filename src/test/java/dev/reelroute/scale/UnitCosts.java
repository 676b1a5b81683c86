package dev.reelroute.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reelroute.cost.CostModel;
import dev.reelroute.cost.CostProperties;
import java.io.IOException;
import java.nio.file.Path;

/** The product's cost model, with the unit costs of the configuration file. */
public record UnitCosts(CostModel model, CostProperties properties) {

    private static final Path CONFIG = Path.of("config", "application.yaml");

    public static UnitCosts configured() throws IOException {
        JsonMapper yaml = JsonMapper.builder(new YAMLFactory())
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .build();
        JsonNode costs = yaml.readTree(CONFIG.toFile()).at("/reelroute/cost");
        return of(yaml.treeToValue(costs, CostProperties.class));
    }

    public static UnitCosts of(CostProperties properties) {
        return new UnitCosts(new CostModel(properties), properties);
    }

    /** The same, on a source of which another share of what the model says was measured. */
    public UnitCosts scaled(double factor) {
        CostProperties.Processor unit = properties.processor();
        return of(new CostProperties(
                new CostProperties.Processor(
                        unit.video() * factor,
                        unit.audio() * factor,
                        unit.other() * factor,
                        unit.publish() * factor,
                        unit.inspection() * factor,
                        unit.inspectionGigabyte() * factor,
                        unit.worker(),
                        unit.spread()),
                properties.bits(),
                properties.prices()));
    }
}
