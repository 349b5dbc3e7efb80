/** For those who run a ledger: health, metrics, digests, replays and verifications. */
@NullMarked
package io.runledger.query.admin;

import org.jspecify.annotations.NullMarked;
