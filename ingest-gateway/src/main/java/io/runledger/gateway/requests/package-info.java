/** What is asked of artifacts and tasks: the request is appended, and answered with the guard's decision. */
@NullMarked
package io.runledger.gateway.requests;

import org.jspecify.annotations.NullMarked;
