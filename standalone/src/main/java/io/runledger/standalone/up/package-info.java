/** The command that runs a whole ledger on one data directory. */
@NullMarked
package io.runledger.standalone.up;

import org.jspecify.annotations.NullMarked;
