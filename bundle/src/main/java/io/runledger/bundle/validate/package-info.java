/** Checks an export without a ledger, rule by rule. */
@NullMarked
package io.runledger.bundle.validate;

import org.jspecify.annotations.NullMarked;
