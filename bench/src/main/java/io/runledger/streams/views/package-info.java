/** What the measurements need of the views: it stands beside them because nothing else may use it. */
@NullMarked
package io.runledger.streams.views;

import org.jspecify.annotations.NullMarked;
