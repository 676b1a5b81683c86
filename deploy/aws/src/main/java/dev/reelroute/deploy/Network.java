package dev.reelroute.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/** Public subnets for the door, private ones for the API, which calls webhooks, and isolated ones, with no way out, for workers and the database. */
final class Network extends Construct {

    static final SubnetSelection ISOLATED =
            SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build();

    static final SubnetSelection PRIVATE =
            SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build();

    final Vpc vpc;
    final SecurityGroup apis;
    final SecurityGroup workers;

    Network(Construct scope) {
        super(scope, "Network");
        vpc = Vpc.Builder.create(this, "Vpc")
                .maxAzs(2)
                .natGateways(1)
                .subnetConfiguration(List.of(
                        subnets("Public", SubnetType.PUBLIC)
                                .mapPublicIpOnLaunch(false)
                                .build(),
                        subnets("Private", SubnetType.PRIVATE_WITH_EGRESS).build(),
                        subnets("Isolated", SubnetType.PRIVATE_ISOLATED).build()))
                .build();
        vpc.addGatewayEndpoint(
                "S3",
                GatewayVpcEndpointOptions.builder()
                        .service(GatewayVpcEndpointAwsService.S3)
                        .build());
        Map<String, InterfaceVpcEndpointAwsService> services = new LinkedHashMap<>();
        services.put("Sqs", InterfaceVpcEndpointAwsService.SQS);
        services.put("Registry", InterfaceVpcEndpointAwsService.ECR);
        services.put("Images", InterfaceVpcEndpointAwsService.ECR_DOCKER);
        services.put("Logs", InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS);
        services.put("Secrets", InterfaceVpcEndpointAwsService.SECRETS_MANAGER);
        services.forEach((name, service) -> vpc.addInterfaceEndpoint(
                name,
                InterfaceVpcEndpointOptions.builder()
                        .service(service)
                        .subnets(ISOLATED)
                        .build()));
        apis = group("Apis");
        workers = group("Workers");
    }

    private static SubnetConfiguration.Builder subnets(String name, SubnetType type) {
        return SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(22);
    }

    private SecurityGroup group(String name) {
        return SecurityGroup.Builder.create(this, name)
                .vpc(vpc)
                .description(name + " of Reelroute")
                .build();
    }
}
