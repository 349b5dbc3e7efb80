@NullMarked
package io.runledger.streams.views.model;

import org.jspecify.annotations.NullMarked;
