package dev.reelroute.deploy;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.AddApplicationTargetsProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.constructs.Construct;

/** The load balancer before the API. */
final class Door extends Construct {

    final ApplicationLoadBalancer balancer;

    Door(Construct scope, Given given, Network network, FargateService api) {
        super(scope, "Door");
        balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
                .vpc(network.vpc)
                .internetFacing(true)
                .deletionProtection(true)
                .dropInvalidHeaderFields(true)
                .idleTimeout(Duration.minutes(2)) // event streams say something every 15 s
                .build();
        balancer.addRedirect();
        balancer.addListener(
                        "Https",
                        BaseApplicationListenerProps.builder()
                                .port(443)
                                .protocol(ApplicationProtocol.HTTPS)
                                .sslPolicy(SslPolicy.RECOMMENDED_TLS)
                                .certificates(List.of(ListenerCertificate.fromArn(given.certificate)))
                                .build())
                .addTargets(
                        "Api",
                        AddApplicationTargetsProps.builder()
                                .port(Api.HTTP)
                                .protocol(ApplicationProtocol.HTTP)
                                .targets(List.of(api.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                                        .containerName("api")
                                        .containerPort(Api.HTTP)
                                        .build())))
                                .deregistrationDelay(Duration.seconds(30))
                                .healthCheck(HealthCheck.builder()
                                        .path("/actuator/health/readiness")
                                        .port(String.valueOf(Api.HEALTH))
                                        .interval(Duration.seconds(10))
                                        .timeout(Duration.seconds(5))
                                        .healthyThresholdCount(2)
                                        // ECS replaces what is not ready for so long: more than a database's failover
                                        // takes.
                                        .unhealthyThresholdCount(10)
                                        .build())
                                .build());
        api.getConnections().allowFrom(balancer, Port.tcp(Api.HEALTH), "Health");
    }
}
