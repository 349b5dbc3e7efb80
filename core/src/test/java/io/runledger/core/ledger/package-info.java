/** Tests of this package. */
@NullMarked
package io.runledger.core.ledger;

import org.jspecify.annotations.NullMarked;
