/** The commands that start a ledger on a data directory, tell how it is, and stop it. */
@NullMarked
package io.runledger.cli.ledger;

import org.jspecify.annotations.NullMarked;
