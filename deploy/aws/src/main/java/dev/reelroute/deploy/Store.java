package dev.reelroute.deploy;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CorsRule;
import software.amazon.awscdk.services.s3.HttpMethods;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The bucket, private, which says to a queue what arrives below {@code uploads/}. */
final class Store extends Construct {

    final Bucket bucket;

    Store(Construct scope, Given given, Queue events) {
        super(scope, "Store");
        bucket = Bucket.Builder.create(this, "Videos")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .versioned(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .cors(List.of(
                        cors(HttpMethods.PUT)
                                .allowedOrigins(List.of("https://" + given.domain))
                                .allowedHeaders(List.of("Content-Type"))
                                .exposedHeaders(List.of("ETag"))
                                .build(),
                        cors(HttpMethods.GET, HttpMethods.HEAD)
                                .allowedOrigins(List.of("*"))
                                .allowedHeaders(List.of("Range"))
                                .build()))
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .abortIncompleteMultipartUploadAfter(Duration.days(2))
                                .noncurrentVersionExpiration(Duration.days(30))
                                .expiredObjectDeleteMarker(true)
                                .build(),
                        LifecycleRule.builder()
                                .prefix("uploads/")
                                .transitions(List.of(Transition.builder()
                                        .storageClass(StorageClass.INTELLIGENT_TIERING)
                                        .transitionAfter(Duration.days(30))
                                        .build()))
                                .build()))
                .build();
        announce(events);
    }

    /** Objects that uploads bring, and those that are made of them. */
    String[] objects() {
        return new String[] {uploads(), videos()};
    }

    String uploads() {
        return bucket.arnForObjects("uploads/*");
    }

    String videos() {
        return bucket.arnForObjects("videos/*");
    }

    /** By the resource itself: CDK's own way brings a Lambda function that does the same. */
    private void announce(Queue events) {
        CfnBucket resource = (CfnBucket) bucket.getNode().getDefaultChild();
        resource.setNotificationConfiguration(CfnBucket.NotificationConfigurationProperty.builder()
                .queueConfigurations(List.of(CfnBucket.QueueConfigurationProperty.builder()
                        .event("s3:ObjectCreated:*")
                        .queue(events.getQueueArn())
                        .filter(CfnBucket.NotificationFilterProperty.builder()
                                .s3Key(CfnBucket.S3KeyFilterProperty.builder()
                                        .rules(List.of(CfnBucket.FilterRuleProperty.builder()
                                                .name("prefix")
                                                .value("uploads/")
                                                .build()))
                                        .build())
                                .build())
                        .build()))
                .build());
        // Of the resource alone: the bucket's policy is another one.
        resource.getNode().addDependency(events.getNode().findChild("Policy"));
    }

    private static CorsRule.Builder cors(HttpMethods... methods) {
        return CorsRule.builder().allowedMethods(List.of(methods)).maxAge(3600);
    }
}
