/** The description of the API, put together from its parts and the contracts' schemas. */
@NullMarked
package io.runledger.http.openapi;

import org.jspecify.annotations.NullMarked;
