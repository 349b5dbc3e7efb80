/** Which ledger a process belongs to: its settings. */
@NullMarked
package io.runledger.core.ledger;

import org.jspecify.annotations.NullMarked;
