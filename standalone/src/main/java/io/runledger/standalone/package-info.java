/** The command line: one process that holds a real broker, its registry and every service of the ledger. */
@NullMarked
package io.runledger.standalone;

import org.jspecify.annotations.NullMarked;
