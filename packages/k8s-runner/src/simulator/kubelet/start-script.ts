import type { CallOff, Clock } from "../clock/clock.ts";
import type { Exit, RuntimeEvents, Started } from "./runtime.ts";
import type { Script, ScriptStep } from "./script.ts";

/** Plays a script as a container. */
export function startScript(clock: Clock, script: Script, events: RuntimeEvents): Started {
  let isOver = false;
  let isOom = false;
  let callOff: CallOff = () => {};

  const exit = (exitCode: number): void => {
    if (isOver) return;
    isOver = true;
    callOff();
    const ending: Exit = { exitCode, isOom, message: script.terminationMessage ?? "" };
    events.onExit(ending);
  };
  const oom = (victim: "container" | "child"): void => {
    isOom = true;
    if (victim === "container") exit(137);
  };
  const play = (index: number): void => {
    const step = script.steps[index];
    if (step === undefined) return;
    callOff = clock.after(step.afterMs, () => {
      act(step);
      if (!isOver) play(index + 1);
    });
  };
  const act = (step: ScriptStep): void => {
    if (step.kind === "write") events.onOutput(step.stream ?? "stdout", Buffer.from(step.text));
    else if (step.kind === "exit") exit(step.code);
    else oom(step.victim ?? "container");
  };
  const signal = (name: "SIGTERM" | "SIGKILL"): void => {
    if (isOver) return;
    if (name === "SIGKILL") return exit(137);
    const onTerm = script.onTerm ?? { kind: "exit", afterMs: 0, code: 143 };
    if (onTerm.kind === "ignore") return;
    callOff();
    callOff = clock.after(onTerm.afterMs, () => {
      if (onTerm.text !== undefined) events.onOutput("stdout", Buffer.from(onTerm.text));
      exit(onTerm.code);
    });
  };
  play(0);
  return { signal, oom };
}
