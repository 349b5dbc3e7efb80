# One image for every process of a ledger; the main class decides which.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -q -DskipTests package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 1001 runledger && mkdir -p /var/lib/runledger && chown runledger /var/lib/runledger
COPY --from=build /build/standalone/target/app/lib /opt/runledger/lib
USER runledger
ENV RUNLEDGER_HOST=0.0.0.0 RUNLEDGER_STATE_DIR=/var/lib/runledger RUNLEDGER_GUARD_STATE_DIR=/var/lib/runledger/guard
VOLUME /var/lib/runledger
# A shell only to put RUNLEDGER_EXTRA_CLASSPATH behind what is here; java takes its place.
ENTRYPOINT ["sh", "-c", "exec java -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -cp \"/opt/runledger/lib/*${RUNLEDGER_EXTRA_CLASSPATH:+:$RUNLEDGER_EXTRA_CLASSPATH}\" \"$@\"", "runledger"]
CMD ["io.runledger.gateway.Gateway"]
