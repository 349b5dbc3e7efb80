/** One record of a request: how it is read, and what the door asks of it besides its contract. */
@NullMarked
package io.runledger.gateway.record;

import org.jspecify.annotations.NullMarked;
