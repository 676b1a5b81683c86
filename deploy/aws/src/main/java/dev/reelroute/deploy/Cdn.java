package dev.reelroute.deploy;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.CfnDistribution;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.S3OriginAccessControl;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * One distribution for public and private videos. Public ones it asks of the API, which knows what is private, and not of the
 * bucket, which does not. Private ones it has from the bucket, for whoever has an address that the API signed.
 */
final class Cdn extends Construct {

    private static final String API = "api";
    private static final String BUCKET = "bucket";
    private static final List<String> READING = List.of("GET", "HEAD", "OPTIONS");

    private final CfnDistribution distribution;

    Cdn(Construct scope, Given given, Store store) {
        super(scope, "Cdn");
        S3OriginAccessControl access =
                S3OriginAccessControl.Builder.create(this, "Access").build();
        distribution = CfnDistribution.Builder.create(this, "Distribution")
                .distributionConfig(CfnDistribution.DistributionConfigProperty.builder()
                        .comment("Videos of Reelroute")
                        .enabled(true)
                        .httpVersion("http2and3")
                        .ipv6Enabled(false) // signed addresses that hold for one network know IPv4 alone
                        .priceClass("PriceClass_100")
                        .origins(List.of(api(given), bucket(store, access)))
                        .defaultCacheBehavior(CfnDistribution.DefaultCacheBehaviorProperty.builder()
                                .targetOriginId(API)
                                .viewerProtocolPolicy("redirect-to-https")
                                .allowedMethods(READING)
                                .compress(true)
                                .cachePolicyId(asTheApiSays().getCachePolicyId())
                                .responseHeadersPolicyId(
                                        ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS.getResponseHeadersPolicyId())
                                .build())
                        // Without a group of keys there is no such behaviour: it would be open to everybody.
                        .cacheBehaviors(given.ifSignsForCdn(List.of(signed(given)), Map.of("Ref", "AWS::NoValue")))
                        .build())
                .build();
        store.bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("cloudfront.amazonaws.com")))
                .actions(List.of("s3:GetObject"))
                .resources(List.of(store.videos()))
                .conditions(Map.of("StringEquals", Map.of("AWS:SourceArn", arn())))
                .build());
    }

    String domain() {
        return distribution.getAttrDomainName();
    }

    String publicVideos() {
        return "https://" + domain();
    }

    String privateVideos() {
        return "https://" + domain() + "/videos";
    }

    private String arn() {
        return "arn:" + Aws.PARTITION + ":cloudfront::" + Stack.of(this).getAccount() + ":distribution/"
                + distribution.getRef();
    }

    private static CfnDistribution.OriginProperty api(Given given) {
        return CfnDistribution.OriginProperty.builder()
                .id(API)
                .domainName(given.domain)
                .originPath("/videos")
                .customOriginConfig(CfnDistribution.CustomOriginConfigProperty.builder()
                        .originProtocolPolicy("https-only")
                        .originSslProtocols(List.of("TLSv1.2"))
                        .build())
                .build();
    }

    private static CfnDistribution.OriginProperty bucket(Store store, S3OriginAccessControl access) {
        return CfnDistribution.OriginProperty.builder()
                .id(BUCKET)
                .domainName(store.bucket.getBucketRegionalDomainName())
                .originAccessControlId(access.getOriginAccessControlId())
                .s3OriginConfig(CfnDistribution.S3OriginConfigProperty.builder()
                        .originAccessIdentity("")
                        .build())
                .build();
    }

    /** In CloudFormation's own words: CDK does not translate what stands below a condition. */
    private static Map<String, Object> signed(Given given) {
        return Map.of(
                "PathPattern",
                "videos/*",
                "TargetOriginId",
                BUCKET,
                "ViewerProtocolPolicy",
                "https-only",
                "AllowedMethods",
                READING,
                "Compress",
                true,
                "TrustedKeyGroups",
                List.of(given.keyGroup),
                "CachePolicyId",
                CachePolicy.CACHING_OPTIMIZED.getCachePolicyId(),
                "ResponseHeadersPolicyId",
                ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT.getResponseHeadersPolicyId());
    }

    private CachePolicy asTheApiSays() {
        return CachePolicy.Builder.create(this, "AsTheApiSays")
                .comment("For as long as the API says, and else not at all")
                .minTtl(Duration.seconds(0))
                .defaultTtl(Duration.seconds(0))
                .maxTtl(Duration.days(365))
                .enableAcceptEncodingGzip(true)
                .build();
    }
}
