/** What both HTTP doors share: the server, problem details, body limits, JSON answers. */
@NullMarked
package io.runledger.http;

import org.jspecify.annotations.NullMarked;
