package io.runledger.endtoend.ledger;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class a ledger of its own, for what would disturb others; it stops behind the class. */
public final class OwnLedger implements ParameterResolver {
    private final Map<String, String> settings;
    private final boolean deciding;

    public OwnLedger() {
        this(Map.of());
    }

    /** With settings that win over the environment. */
    public OwnLedger(Map<String, String> settings) {
        this(settings, true);
    }

    private OwnLedger(Map<String, String> settings, boolean deciding) {
        this.settings = Map.copyOf(settings);
        this.deciding = deciding;
    }

    /** Without a guard, so that the test starts one. */
    public static OwnLedger undecided() {
        return new OwnLedger(Map.of(), false);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestLedger.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(Namespace.create(OwnLedger.class))
                .getOrComputeIfAbsent(TestLedger.class, type -> start(), TestLedger.class);
    }

    private TestLedger start() {
        try {
            return TestLedger.ephemeral(settings, deciding);
        } catch (Exception e) {
            throw new IllegalStateException("the ledger for the tests does not start", e);
        }
    }
}
