# One image for every service of a ledger; the command says which: gateway, query or guard.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -q -DskipTests package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 1001 runledger && mkdir -p /var/lib/runledger && chown runledger /var/lib/runledger
COPY --from=build /build/standalone/target/app/lib /opt/runledger/lib
COPY docker/service docker/ready /opt/runledger/
USER runledger
ENV RUNLEDGER_HOST=0.0.0.0 RUNLEDGER_STATE_DIR=/var/lib/runledger/views RUNLEDGER_GUARD_STATE_DIR=/var/lib/runledger/guard
VOLUME /var/lib/runledger
EXPOSE 8080 8082 8083
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 CMD ["/opt/runledger/ready"]
ENTRYPOINT ["/opt/runledger/service"]
CMD ["gateway"]
