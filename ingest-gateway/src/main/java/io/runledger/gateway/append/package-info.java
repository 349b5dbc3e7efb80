/** Records appended to the log through one producer, idempotently, and the receipts for them. */
@NullMarked
package io.runledger.gateway.append;

import org.jspecify.annotations.NullMarked;
