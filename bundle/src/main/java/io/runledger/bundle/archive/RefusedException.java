package io.runledger.bundle.archive;

import java.io.IOException;

/** An archive, or a member of it, that is not read on. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Flaw flaw;

    RefusedException(String member, String rule, String detail) {
        super(detail);
        this.flaw = new Flaw(member, rule, detail);
    }

    public Flaw flaw() {
        return flaw;
    }
}
