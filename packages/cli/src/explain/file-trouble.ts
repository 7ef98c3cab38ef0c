import { errorCode } from "../error-code.ts";
import { unusable, type Unusable } from "./attempt.ts";

const cures: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file or folder "${path}"; check the path.`,
  ENOTDIR: (path) => `"${path}" leads through something that is not a folder; check the path.`,
  EACCES: (path) => `"${path}" may not be read; give yourself the permission, or copy it.`,
  EPERM: (path) => `"${path}" may not be read; give yourself the permission, or copy it.`,
  EISDIR: (path) => `"${path}" is a folder where a file is expected; move it away.`,
  ELOOP: (path) => `"${path}" is a link that leads back to itself; name the file it should lead to.`,
  ERR_INVALID_ARG_VALUE: (path) => `"${path}" can't be a path; check what the shell makes of it.`,
  ERR_BUFFER_TOO_LARGE: (path) => `"${path}" unzips to more than 64 MiB; keep only the objects of this run.`,
  Z_BUF_ERROR: (path) => `"${path}" is gzip data whose end is missing; copy it again, whole.`,
  Z_DATA_ERROR: (path) => `"${path}" is damaged gzip data; copy it again.`,
};

/** The sentence for a failure of the file system or of gzip. Anything else is a mistake of ours and is thrown on. */
export function fileTrouble(path: string, error: unknown): Unusable {
  const code = errorCode(error);
  const cure = code === null ? undefined : cures[code];
  if (code === null || (cure === undefined && !/^(E[A-Z0-9]+|Z_[A-Z_]+)$/.test(code))) throw error;
  return unusable(
    cure === undefined ? `"${path}" could not be read (${code}); try a copy of it.` : cure(path),
  );
}
