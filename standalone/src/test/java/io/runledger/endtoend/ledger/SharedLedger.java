package io.runledger.endtoend.ledger;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one ledger for all of them; it starts with the first and stops behind the last. */
public final class SharedLedger implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestLedger.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedLedger.class))
                .getOrComputeIfAbsent(TestLedger.class, type -> start(), TestLedger.class);
    }

    private static TestLedger start() {
        try {
            return TestLedger.ephemeral();
        } catch (Exception e) {
            throw new IllegalStateException("the ledger for the tests does not start", e);
        }
    }
}
