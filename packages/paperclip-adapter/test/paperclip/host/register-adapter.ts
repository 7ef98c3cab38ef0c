import { z } from "zod";
import type { PaperclipHost } from "./paperclip-host.ts";

const registered = z.looseObject({ type: z.string(), requiresRestart: z.boolean() });

/** Tells Paperclip of an adapter in a folder, as its page for adapters does; gives the type it is known by from then on. */
export async function registerAdapter(host: PaperclipHost, folder: string): Promise<string> {
  const { type } = await host.post(
    "/adapters/install",
    { packageName: folder, isLocalPath: true },
    registered,
  );
  return type;
}
