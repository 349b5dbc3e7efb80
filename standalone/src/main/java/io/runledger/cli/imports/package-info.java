/** {@code runledger import}: brings records that were taken out of one ledger into another. */
@NullMarked
package io.runledger.cli.imports;

import org.jspecify.annotations.NullMarked;
