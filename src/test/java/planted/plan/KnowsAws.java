package planted.plan;

import software.amazon.awssdk.services.s3.S3Client;

/** Decides by asking a server. */
record KnowsAws(S3Client client) {}
