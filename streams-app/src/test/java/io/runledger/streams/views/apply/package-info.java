@NullMarked
package io.runledger.streams.views.apply;

import org.jspecify.annotations.NullMarked;
