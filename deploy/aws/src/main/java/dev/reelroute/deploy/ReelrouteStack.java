package dev.reelroute.deploy;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.LegacyStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.constructs.Construct;

/**
 * All of Reelroute: a bucket, queues, a database, the API behind a load balancer and a CDN, and workers that become more while
 * work waits.
 */
public final class ReelrouteStack extends Stack {

    public ReelrouteStack(Construct scope, String id) {
        // Without assets nothing has to be bootstrapped.
        super(
                scope,
                id,
                StackProps.builder()
                        .description("Reelroute: your own video transcoding back end")
                        .synthesizer(new LegacyStackSynthesizer())
                        .build());
        Given given = new Given(this);
        Network network = new Network(this);
        Queues queues = new Queues(this);
        Store store = new Store(this, given, queues.of(Queues.EVENTS));
        Ledger ledger = new Ledger(this, network);
        Secrets secrets = new Secrets(this);
        Cdn cdn = new Cdn(this, given, store);
        Cluster cluster = Cluster.Builder.create(this, "Cluster")
                .vpc(network.vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .enableFargateCapacityProviders(true)
                .build();
        Tasks tasks = new Tasks(given, queues, store, ledger, secrets);
        Workers workers = new Workers(this, tasks, network, store, cluster);
        Api api = new Api(this, given, tasks, network, store, secrets, cluster, workers.burst, cdn);
        // Tasks that cannot reach the database end, and a deployment whose tasks end is rolled back.
        api.service.getNode().addDependency(ledger.cluster);
        // A new version of the API migrates the ledger first.
        workers.service.getNode().addDependency(api.service);
        Scaling.of(workers.service, given);
        Door door = new Door(this, given, network, api.service);
        Alarms alarms = new Alarms(this, door, ledger);
        CfnDashboard dashboard = Dashboard.of(this, alarms, workers.service, api.service, door, ledger);

        output("Door", door.balancer.getLoadBalancerDnsName(), "What the domain is a CNAME of");
        output("Cdn", cdn.domain(), "Where players find videos");
        output("BucketName", store.bucket.getBucketName(), "Uploads and results");
        output("OperatorSecret", secrets.operatorPassword.getSecretArn(), "The operator's password");
        output(
                "OperatorKeySecret",
                secrets.operatorKey.getSecretArn(),
                "The operator's API key, without rrk_ before it");
        output(
                "PlaybackPrivateKeySecret",
                secrets.playbackPrivateKey.getSecretArn(),
                "For the private half of PlaybackKeyPair, in PEM");
        output("Dashboard", dashboard.getRef(), "What is going on, in CloudWatch");
        output("AlarmTopic", alarms.topic.getTopicArn(), "To be subscribed to");
    }

    private void output(String name, String value, String meaning) {
        CfnOutput.Builder.create(this, name + "Output")
                .value(value)
                .description(meaning)
                .build()
                .overrideLogicalId(name);
    }
}
