/** How the commands reach a ledger: the option that names it, and its HTTP API. */
@NullMarked
package io.runledger.cli.client;

import org.jspecify.annotations.NullMarked;
