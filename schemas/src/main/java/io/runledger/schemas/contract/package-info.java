/** The contracts: what a record must be, how it is read from JSON and shown as JSON. */
@NullMarked
package io.runledger.schemas.contract;

import org.jspecify.annotations.NullMarked;
