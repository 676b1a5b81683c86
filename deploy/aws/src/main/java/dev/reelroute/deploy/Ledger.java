package dev.reelroute.deploy;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.constructs.Construct;

/** Aurora PostgreSQL, in two zones: the database of the ledger. */
final class Ledger extends Construct {

    final DatabaseCluster cluster;

    Ledger(Construct scope, Network network) {
        super(scope, "Ledger");
        cluster = DatabaseCluster.Builder.create(this, "Cluster")
                .engine(DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                        .version(AuroraPostgresEngineVersion.VER_17_4)
                        .build()))
                .credentials(Credentials.fromGeneratedSecret("reelroute"))
                .defaultDatabaseName("reelroute")
                .writer(ClusterInstance.serverlessV2("Writer"))
                .readers(List.of(ClusterInstance.serverlessV2(
                        "Reader",
                        ServerlessV2ClusterInstanceProps.builder()
                                .scaleWithWriter(true)
                                .build())))
                .serverlessV2MinCapacity(0.5)
                .serverlessV2MaxCapacity(8)
                .vpc(network.vpc)
                .vpcSubnets(Network.ISOLATED)
                .storageEncrypted(true)
                .deletionProtection(true)
                .copyTagsToSnapshot(true)
                .backup(BackupProps.builder().retention(Duration.days(14)).build())
                .cloudwatchLogsExports(List.of("postgresql"))
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .build();
        List.of(network.apis, network.workers)
                .forEach(group -> cluster.getConnections().allowDefaultPortFrom(group));
    }

    String url() {
        return "jdbc:postgresql://" + cluster.getClusterEndpoint().getSocketAddress() + "/reelroute?sslmode=require";
    }
}
