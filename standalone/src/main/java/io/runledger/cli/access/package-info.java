/** The commands for a ledger's keys. */
@NullMarked
package io.runledger.cli.access;

import org.jspecify.annotations.NullMarked;
