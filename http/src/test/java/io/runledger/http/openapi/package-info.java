@NullMarked
package io.runledger.http.openapi;

import org.jspecify.annotations.NullMarked;
