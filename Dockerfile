# syntax=docker/dockerfile:1

# Any pair of images with a JDK 17 or newer for the build and a JRE of the same version to run, on Ubuntu 24.04, Debian 13 or newer.
ARG JDK_IMAGE=eclipse-temurin:25-jdk-noble
ARG JRE_IMAGE=eclipse-temurin:25-jre-noble

# --- Build: the jar, laid out so that it starts fast, and FFmpeg beside it.
FROM ${JDK_IMAGE} AS build
WORKDIR /build

# What Maven is told besides, by its own environment variable: a mirror, a repository that is mounted.
ARG MAVEN_ARGS=""
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
# The build decides which beans there are, for these settings.
COPY config config
# The gates are the test command's work; an image is built from what passed them.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -P '!strict' -Dmaven.test.skip=true -Dspotless.check.skip=true package

# A jar within a jar starts slowly: the extracted layout halves the time to start.
RUN java -Djarmode=tools -jar target/reelroute-*.jar extract --destination /app \
    && mv /app/reelroute-*.jar /app/reelroute.jar \
    && cp target/classes/META-INF/sbom/application.cdx.json /app/

# What the application would unpack at its first start; a read-only root has no place for it.
WORKDIR /opt/ffmpeg
RUN jar xf /app/lib/ffmpeg-*-gpl.jar \
    && mv org/bytedeco/ffmpeg/linux-*-gpl/* . \
    && rm -r org META-INF \
    && chmod 755 ffmpeg ffprobe

# --- Run.
FROM ${JRE_IMAGE}
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="Reelroute" \
      org.opencontainers.image.description="Your own mini-YouTube back end, as readable Apache Camel routes" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0 AND GPL-3.0-or-later"

# The libraries that FFmpeg links against, and the sandbox (used where the host allows user namespaces).
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        bubblewrap ca-certificates libasound2t64 libdrm2 libpulse0 libudev1 libva-drm2 libva2 libxcb-shm0 libxcb1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin reelroute \
    && install -d -o reelroute -g reelroute /var/lib/reelroute

WORKDIR /app
COPY --from=build /opt/ffmpeg /opt/ffmpeg
# Fails the build, not the first video, when a library is missing.
RUN /opt/ffmpeg/ffmpeg -version && /opt/ffmpeg/ffprobe -version
COPY --from=build /app ./
COPY docker/healthy /usr/local/bin/healthy
# The licences of all libraries stand in application.cdx.json (CycloneDX).
COPY LICENSE NOTICE ./
# Both may be mounted over.
COPY config config
COPY routes routes

ENV LANG=C.UTF-8 \
    REELROUTE_DATA=/var/lib/reelroute \
    REELROUTE_FFMPEG_PATH=/opt/ffmpeg/ffmpeg \
    SERVER_ADDRESS=0.0.0.0 \
    CAMEL_MAIN_ROUTESRELOADENABLED=false

# Classes as a first run had them in its memory, which more than halves the time to start. Made by the very JVM that uses it;
# before JDK 25 it has another name and takes no signed jars, of which native cryptography is one.
RUN if java -XX:+PrintFlagsFinal -version 2>/dev/null | grep -q ' AOTCacheOutput '; \
    then make=AOTCacheOutput use=AOTCache; else make=ArchiveClassesAtExit use=SharedArchiveFile; fi \
    && java -XX:$make=reelroute.classes -XX:+UseSerialGC -Dspring.aot.enabled=true -Dreelroute.cryptography=jdk -cp reelroute.jar \
        dev.reelroute.cli.CommandLine transcode --profile preview --out /tmp/trial \
    && echo "-XX:$use=/app/reelroute.classes -Dspring.aot.enabled=true" >java.options \
    && test -s reelroute.classes \
    && rm -rf /tmp/*

# Fargate mounts volumes as root's, but for paths that are declared here: those have the owner and mode that they have in the image.
VOLUME ["/var/lib/reelroute", "/tmp"]
EXPOSE 8080 8079
# By its number: Kubernetes cannot tell of a name that it is not root's.
USER 10001

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["healthy"]

# Most of the memory is FFmpeg's, which is not in the heap. Serial collection, like the cache: a small heap needs no more.
ENTRYPOINT ["java", "@java.options", "-XX:+UseSerialGC", "-Xms96m", "-XX:MaxRAMPercentage=40", \
    "-XX:+ExitOnOutOfMemoryError", "-jar", "reelroute.jar"]
