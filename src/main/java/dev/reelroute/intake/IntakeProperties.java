package dev.reelroute.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How videos arrive.
 *
 * @param prefix where uploads are stored, and where other tools may put files
 * @param pollPeriod milliseconds between two looks at the prefix
 * @param defaultProfile for requests that name none, and for files from other tools
 * @param multipartThreshold an upload of this size or more is presigned in parts
 * @param partSize the least; it grows so that no upload has more than 1,000 parts
 * @param uploadExpiry an upload that is not completed by then is given up
 * @param maxSize of one upload
 */
@ConfigurationProperties("reelroute.intake")
public record IntakeProperties(
        String prefix,
        long pollPeriod,
        String defaultProfile,
        DataSize multipartThreshold,
        DataSize partSize,
        Duration uploadExpiry,
        DataSize maxSize) {}
