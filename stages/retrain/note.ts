import type { NoteProgress } from "../../pipeline/stage.ts";
import { epochNote } from "../_declare/epoch_note.ts";
import type { RetrainParams } from "./params.ts";

/** Words on the last epoch. */
export const note: NoteProgress<RetrainParams> = ({ metrics }, { epochs }) =>
  epochNote(metrics, { accuracy: "trainAccuracy", of: "training", epochs });
