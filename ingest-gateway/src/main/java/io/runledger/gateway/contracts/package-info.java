/** The payload contracts of the registry, and the routes to read and extend them. */
@NullMarked
package io.runledger.gateway.contracts;

import org.jspecify.annotations.NullMarked;
