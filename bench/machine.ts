/** The machine that a figure was measured on. */
export interface MachineNote {
  /** Model of the processor, or its architecture where the system does not tell. */
  readonly processor: string;
  /** Cores. */
  readonly cores: number;
  /** Load over the last minute when the measuring began: other programs make figures worse. */
  readonly load: number;
  /** Operating system and its release. */
  readonly system: string;
  /** Version of Deno. */
  readonly deno: string;
  /** Day, ISO 8601. */
  readonly date: string;
}

/** Notes what this machine is and how busy. */
export function noteMachine(): MachineNote {
  return {
    processor: processorName() ?? Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    load: Math.round(100 * (Deno.loadavg()[0] ?? 0)) / 100,
    system: `${Deno.build.os} ${Deno.osRelease()}`,
    deno: Deno.version.deno,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The note as one line. */
export function machineLine(note: MachineNote): string {
  return `${note.processor}, ${note.cores} cores, load ${note.load}, ${note.system}, Deno ${note.deno}, ${note.date}`;
}

function processorName(): string | undefined {
  try {
    return /^model name\s*: (.+)$/m.exec(
      Deno.readTextFileSync("/proc/cpuinfo"),
    )?.[1];
  } catch {
    return undefined;
  }
}
