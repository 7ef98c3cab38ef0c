import { runs } from "../../../cli/test/claude/messages-api/reply.ts";

type Reply = ReturnType<typeof runs>;

/** What the agent tells Paperclip when it is done, with the token that it was given for this run. */
const close = `fetch(process.env.PAPERCLIP_API_URL + "/api/issues/" + process.env.PAPERCLIP_TASK_ID, {
  method: "PATCH",
  headers: {
    "authorization": "Bearer " + process.env.PAPERCLIP_API_KEY,
    "content-type": "application/json",
    "x-paperclip-run-id": process.env.PAPERCLIP_RUN_ID,
  },
  body: JSON.stringify({ status: "done" }),
}).then((answer) => console.log("closing the issue:", answer.status));`;

/** The agent closes its issue, so that the host does not wake it again to ask what is to follow. */
export const closesIssue: Reply = runs(`node -e '${close}'`);

/** A tool that never ends by itself. */
export const hangs: Reply = runs(`echo begun; node -e "setTimeout(() => {}, 600_000)"`);
