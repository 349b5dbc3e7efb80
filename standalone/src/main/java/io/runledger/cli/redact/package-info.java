/** Tells what redaction would remove, without a ledger. */
@NullMarked
package io.runledger.cli.redact;

import org.jspecify.annotations.NullMarked;
