package dev.reelroute.journey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A {@link JourneyTest} whose truth is not SQL, so that once is enough. Statement by statement, {@code StatementsTest} runs on
 * both databases.
 */
@Test
@EnabledIf(value = "onItsOwnLedger", disabledReason = "tried with the embedded ledger: the database has no say in it")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface WhateverTheLedger {}
