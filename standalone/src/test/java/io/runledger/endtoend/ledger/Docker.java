package io.runledger.endtoend.ledger;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** Skips all tests of the {@code docker} profile, with a line that says so, where there is no engine or no image of Kafka. */
public final class Docker implements ExecutionCondition {
    static final String KAFKA_IMAGE = "apache/kafka:4.3.1";

    private static final String WHY_NOT = isAskedFor() ? whyNot() : "";

    static {
        if (!WHY_NOT.isEmpty()) {
            System.out.println("The tests on containers are skipped: " + WHY_NOT);
        }
    }

    static boolean isAskedFor() {
        return Boolean.getBoolean("runledger.test.docker");
    }

    private static String whyNot() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no Docker engine answers.";
        }
        try {
            new RemoteDockerImage(DockerImageName.parse(KAFKA_IMAGE)).get();
            return "";
        } catch (RuntimeException e) {
            return "the image " + KAFKA_IMAGE + " is neither here nor can it be pulled.";
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return WHY_NOT.isEmpty() ? ConditionEvaluationResult.enabled("") : ConditionEvaluationResult.disabled(WHY_NOT);
    }
}
