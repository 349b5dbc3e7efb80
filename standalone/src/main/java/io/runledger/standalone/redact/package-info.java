/** Tells what redaction would remove, without a ledger. */
@NullMarked
package io.runledger.standalone.redact;

import org.jspecify.annotations.NullMarked;
