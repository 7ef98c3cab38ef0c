// The example is a test file of its own; here it runs with the others.
await import("../example/run-summary.test.ts");
