import { expect, test } from "vitest";
import { followerElsewhere } from "../../src/run/follower-elsewhere.ts";
import { hostThat, runRow, type HostAnswer } from "../support/host-api.ts";

const now = Date.UTC(2026, 10, 21, 19, 12, 2);
const date = new Date(now).toUTCString();
const iso = (afterMs: number): string => new Date(now + afterMs).toISOString();
const never = new AbortController().signal;

async function told(answer: HostAnswer) {
  const { url } = await hostThat({ ...answer, headers: { date } });
  return followerElsewhere({ url, token: "t" }, "run-1", never);
}

test("A run that is running, and whose process has lately said so, is seen through by that process.", async () => {
  const row = runRow("running", { controllerLeaseExpiresAt: iso(45_000) });
  expect(await told(row)).toEqual({ kind: "another-process", heldUntil: now + 45_000 });
});

test("A run that is running only by its row, because its process was killed, has nobody.", async () => {
  expect(await told(runRow("running", { controllerLeaseExpiresAt: iso(-1000) }))).toBeNull();
});

test("A host that knows no holds, or tells one that can't be, is taken by the status alone.", async () => {
  const unknown = { kind: "another-process", heldUntil: null };
  for (const controllerLeaseExpiresAt of [undefined, null, 7, "soon", iso(9 * 3_600_000)])
    expect(await told(runRow("running", { controllerLeaseExpiresAt }))).toEqual(unknown);
  expect(await told(runRow("cancelling"))).toEqual(unknown);
});

test("A run that has ended, or has not begun, has nobody, whatever its row says of a hold.", async () => {
  for (const status of ["interrupted", "failed", "succeeded", "timed_out", "cancelled", "queued", "x"])
    expect(await told(runRow(status, { controllerLeaseExpiresAt: iso(45_000) }))).toBeNull();
});

test("A host that refuses, fails, says nonsense or is not there says nothing of anybody.", async () => {
  const row = runRow("running").body;
  for (const answer of [
    { status: 403, body: row },
    { status: 404, body: "{}" },
    { status: 500, body: row },
    { status: 200, body: "<html>" },
    { status: 200, body: "null" },
    { status: 200, body: "{}" },
    { status: 302, body: "" },
  ])
    expect(await told(answer)).toBeNull();
  const nowhere = { url: "http://127.0.0.1:9", token: "t" };
  expect(await followerElsewhere(nowhere, "run-1", never)).toBeNull();
});

test("Nobody is asked without an address or a token, and the address may end as people write it.", async () => {
  const { url, asked } = await hostThat(runRow("running"));
  await followerElsewhere({ url, token: null }, "run-1", never);
  await followerElsewhere({ url: null, token: "t" }, "run-1", never);
  expect(asked).toEqual([]);
  for (const end of ["", "/", "/api", "/api/"])
    await followerElsewhere({ url: url + end, token: "t" }, "a/b", never);
  expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/api/heartbeat-runs/a%2Fb"]));
});
