package io.runledger.standalone.up;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class a ledger of its own, for what would disturb others; it stops behind the class. */
final class OwnLedger implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestLedger.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(Namespace.create(OwnLedger.class))
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
