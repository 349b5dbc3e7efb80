/** {@code runledger import}: brings records that were taken out of one ledger into another. */
@NullMarked
package io.runledger.standalone.imports;

import org.jspecify.annotations.NullMarked;
