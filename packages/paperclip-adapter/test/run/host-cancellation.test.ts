import { expect, test } from "vitest";
import { heedHost } from "../../src/run/host-cancellation.ts";
import { aContext } from "../support/a-context.ts";
import { hostThat, runRow as status } from "../support/host-api.ts";

const nobody = { url: null, token: null };

test("The host's signal counts after the run has opted in, and its reason goes along.", async () => {
  const host = new AbortController();
  let optedIn = false;
  const context = aContext({
    signal: host.signal,
    onCancellationReady: () => {
      optedIn = true;
      return Promise.resolve();
    },
  });
  const heeded = await heedHost(context, nobody, 1, () => 7000);
  expect([optedIn, heeded.signal.aborted, heeded.requestedAt()]).toEqual([true, false, null]);
  host.abort(new Error("budget"));
  expect(heeded.signal.reason).toMatchObject({ message: "budget" });
  expect([heeded.requestedAt(), heeded.letGoAt()]).toEqual([7000, null]);
  heeded.stop();
});

test("A host that shuts down loses its hold on the run, which is no wish that it ends.", async () => {
  const { url, asked } = await hostThat(
    status("interrupted"),
    { status: 500, body: "" },
    status("cancelled"),
  );
  const host = new AbortController();
  const context = aContext({ signal: host.signal });
  const heeded = await heedHost(context, { url, token: "the-token" }, 2, () => 7000);
  host.abort(new Error("Legacy controller lease lost"));
  expect([heeded.signal.aborted, heeded.requestedAt(), heeded.letGoAt()]).toEqual([false, null, 7000]);
  // A host that is back, and in which somebody stopped the run, has only its status to say so.
  await new Promise((resolve) => heeded.signal.addEventListener("abort", resolve));
  expect(asked).toHaveLength(3);
  heeded.stop();
});

test("A run that was cancelled before it opted in is cancelled.", async () => {
  const context = aContext({ signal: AbortSignal.abort(), onCancellationReady: () => Promise.resolve() });
  expect((await heedHost(context, nobody, 1)).signal.aborted).toBe(true);
});

test("An older host is asked for the run's status, with the run's own token.", async () => {
  const { url, asked } = await hostThat(status("running"), status("cancelling"));
  const heeded = await heedHost(aContext(), { url, token: "the-token" }, 2);
  await new Promise((resolve) => heeded.signal.addEventListener("abort", resolve));
  expect(asked).toEqual(
    [1, 2].map(() => ({ path: "/api/heartbeat-runs/run-7f3a", authorization: "Bearer the-token" })),
  );
  heeded.stop();
});

test("Only the two words that mean it end a run: no other status, no refusal, no nonsense, no silence.", async () => {
  const { url, asked } = await hostThat(
    status("interrupted"),
    { status: 401, body: "{}" },
    { status: 500, body: JSON.stringify({ status: "cancelled" }) },
    { status: 200, body: "<html>" },
    { status: 200, body: "null" },
    { status: 302, body: "" },
    status("failed"),
  );
  const heeded = await heedHost(aContext(), { url, token: "t" }, 2);
  while (asked.length < 9) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(heeded.signal.aborted).toBe(false);
  heeded.stop();
});

test("Without an address or a token nobody is asked.", async () => {
  const { url, asked } = await hostThat(status("cancelled"));
  const heeded = [
    await heedHost(aContext(), { url: null, token: "t" }, 1),
    await heedHost(aContext(), { url, token: null }, 1),
  ];
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([asked, heeded.map(({ signal }) => signal.aborted)]).toEqual([[], [false, false]]);
  for (const { stop } of heeded) stop();
});
