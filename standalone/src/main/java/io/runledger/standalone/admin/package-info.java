/** The commands for those who run a ledger: replay its views, and verify them. */
@NullMarked
package io.runledger.standalone.admin;

import org.jspecify.annotations.NullMarked;
